import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCreateKey } from "~/developers/acts";
import { EXPIRIES, type Expiry, expiryOf } from "~/developers/expiry";
import { KeyReady } from "~/developers/key-ready";
import { ScopePicker } from "~/developers/scope-picker";
import type { ApiKeyWithSecret, KeyKind } from "~/developers/types";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { Field, TextField, useFieldControl } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";
import { TagInput } from "~/ui/tag-input";

export function KeyCreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("developers");
  const [made, setMade] = useState<ApiKeyWithSecret | null>(null);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isPrecious={made !== null}
      title={t(made ? "keys.made_title" : "keys.create")}
      description={made ? undefined : t("keys.create_lead")}
      size="lg"
    >
      {made ? <KeyReady made={made} onDone={onClose} /> : <KeyForm onClose={onClose} onMade={setMade} />}
    </Dialog>
  );
}

const KINDS: readonly KeyKind[] = ["person", "tenant", "application", "service"];

interface KeyFormProps {
  onClose: () => void;
  onMade: (made: ApiKeyWithSecret) => void;
}

function KeyForm({ onClose, onMade }: KeyFormProps) {
  const { t } = useTranslation(["developers", "ui"]);
  const [scopes, setScopes] = useState<string[]>([]);
  const [isScopeMissing, setIsScopeMissing] = useState(false);
  const [networks, setNetworks] = useState<string[]>([]);
  const create = useCreateKey();
  const may = useMay();
  const kinds = KINDS.filter((kind) => kind !== "service" || may("settings.update"));

  async function submit(values: FormData): Promise<void> {
    setIsScopeMissing(scopes.length === 0);
    if (scopes.length === 0) return;
    const rate = textOf(values, "rate_limit_per_minute");
    onMade(
      await create.mutateAsync({
        name: textOf(values, "name") ?? "",
        kind: (textOf(values, "kind") as KeyKind | undefined) ?? "person",
        scopes,
        expires_at: expiryOf((textOf(values, "expiry") as Expiry | undefined) ?? "90"),
        allowed_networks: networks.length > 0 ? networks : undefined,
        rate_limit_per_minute: rate ? Number(rate) : undefined,
      }),
    );
  }

  return (
    <Form onSubmit={submit}>
      {({ isBusy }) => (
        <>
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField
              name="name"
              label={t("developers:keys.name")}
              help={t("developers:keys.name_help")}
              maxLength={100}
              required
            />
            <SelectField
              name="kind"
              label={t("developers:keys.kind")}
              help={t("developers:keys.kind_help")}
              defaultValue={kinds[0]}
              required
              options={kinds.map((kind) => ({ value: kind, label: t(`developers:keys.kinds.${kind}`) }))}
            />
          </div>
          <ScopePicker
            value={scopes}
            onChange={setScopes}
            error={isScopeMissing && scopes.length === 0 ? t("developers:scopes.needed") : null}
          />
          <div className="grid gap-5 sm:grid-cols-2">
            <SelectField
              name="expiry"
              label={t("developers:keys.expires")}
              defaultValue="90"
              required
              options={EXPIRIES.map((value) => ({ value, label: t(`developers:keys.expiry.${value}`) }))}
            />
            <TextField
              name="rate_limit_per_minute"
              type="number"
              min={1}
              max={100000}
              inputMode="numeric"
              label={t("developers:keys.rate")}
              isOptional
            />
          </div>
          <NetworksField value={networks} onChange={setNetworks} />
          <DialogActions>
            <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              {t("developers:keys.create_do")}
            </Button>
          </DialogActions>
        </>
      )}
    </Form>
  );
}

interface NetworksFieldProps {
  value: readonly string[];
  onChange: (networks: string[]) => void;
}

export function NetworksField({ value, onChange }: NetworksFieldProps) {
  const { t } = useTranslation("developers");
  return (
    <Field name="allowed_networks" label={t("keys.networks")} help={t("keys.networks_help")} isOptional>
      <NetworkTags value={value} onChange={onChange} />
    </Field>
  );
}

function NetworkTags({ value, onChange }: NetworksFieldProps) {
  const { id } = useFieldControl();
  return <TagInput id={id} value={value} onChange={onChange} placeholder="203.0.113.0/24" maxLength={49} />;
}
