import { useTranslation } from "react-i18next";
import { useCreateIssuer, useUpdateIssuer } from "~/developers/acts";
import type { TokenIssuer } from "~/developers/types";
import { Button } from "~/ui/button";
import { ChoiceGroup } from "~/ui/choice-group";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { allOf, Form, textOf } from "~/ui/form";

/** Signatures with two keys only: with a shared secret whoever checks a token could make one. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "EdDSA",
] as const satisfies TokenIssuer["algorithms"];

interface IssuerDialogProps {
  issuer: TokenIssuer | null;
  onClose: () => void;
}

export function IssuerDialog({ issuer, onClose }: IssuerDialogProps) {
  const { t } = useTranslation(["developers", "ui"]);
  const create = useCreateIssuer();
  const update = useUpdateIssuer(issuer);

  async function submit(values: FormData): Promise<void> {
    const given = {
      name: textOf(values, "name") ?? "",
      issuer: textOf(values, "issuer") ?? "",
      audience: textOf(values, "audience") ?? "",
      algorithms: ALGORITHMS.filter((known) => allOf(values, "algorithms").includes(known)),
      jwks_uri: textOf(values, "jwks_uri"),
    };
    await (issuer ? update : create).mutateAsync(given);
    onClose();
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={issuer ? t("developers:issuers.edit", { name: issuer.name }) : t("developers:issuers.add")}
      description={t("developers:issuers.add_lead")}
    >
      <Form onSubmit={submit}>
        {({ isBusy }) => (
          <>
            <TextField
              name="name"
              label={t("developers:issuers.name")}
              defaultValue={issuer?.name}
              maxLength={100}
              required
            />
            <TextField
              name="issuer"
              type="url"
              label={t("developers:issuers.issuer")}
              help={t("developers:issuers.issuer_help")}
              defaultValue={issuer?.issuer}
              maxLength={500}
              required
            />
            <TextField
              name="audience"
              label={t("developers:issuers.audience")}
              help={t("developers:issuers.audience_help")}
              defaultValue={issuer?.audience}
              maxLength={200}
              required
            />
            <ChoiceGroup
              legend={t("developers:issuers.algorithms")}
              name="algorithms"
              kind="checkbox"
              defaultValue={issuer?.algorithms ?? ["RS256"]}
              options={ALGORITHMS.map((value) => ({ value, label: value }))}
            />
            <TextField
              name="jwks_uri"
              type="url"
              label={t("developers:issuers.jwks")}
              help={t("developers:issuers.jwks_help")}
              defaultValue={issuer?.jwks_uri ?? ""}
              maxLength={500}
              isOptional
            />
            <DialogActions>
              <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t("developers:save")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
