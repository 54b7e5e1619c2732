import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDeleteApplication, useRenewSecret, useReviewApplication } from "~/developers/acts";
import { SecretDialog } from "~/developers/application-secret";
import type { Application } from "~/developers/types";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { ConfirmDialog, Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { Menu, MenuItem } from "~/ui/menu";
import { toast } from "~/ui/toast-store";

type Open = "approve" | "reject" | "suspend" | "delete" | "renew" | null;

interface ApplicationActionsProps {
  application: Application;
}

export function ApplicationActions({ application }: ApplicationActionsProps) {
  const { t } = useTranslation("developers");
  const may = useMay();
  const [open, setOpen] = useState<Open>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { name, state } = application;
  const mayReview = may("oauth_client.review");
  const mayManage = may("oauth_client.create");
  return (
    <div className="flex flex-wrap gap-2">
      {mayReview && state !== "approved" ? (
        <Button
          size="sm"
          variant={state === "pending" ? "primary" : "secondary"}
          onClick={() => setOpen("approve")}
        >
          {t("apps.approve")}
        </Button>
      ) : null}
      {mayReview && state === "pending" ? (
        <Button size="sm" onClick={() => setOpen("reject")}>
          {t("apps.reject")}
        </Button>
      ) : null}
      {mayReview && state === "approved" ? (
        <Button size="sm" onClick={() => setOpen("suspend")}>
          {t("apps.suspend")}
        </Button>
      ) : null}
      {mayManage || mayReview ? (
        <Menu
          trigger={
            <Button size="sm" aria-label={t("apps.more", { name })}>
              {t("apps.more_short")}
            </Button>
          }
        >
          {mayManage && application.is_confidential ? (
            <MenuItem onSelect={() => setOpen("renew")}>{t("apps.renew")}</MenuItem>
          ) : null}
          {mayReview ? (
            <MenuItem isDangerous onSelect={() => setOpen("delete")}>
              {t("apps.delete")}
            </MenuItem>
          ) : null}
        </Menu>
      ) : null}
      <Confirmations
        application={application}
        open={open}
        onClose={() => setOpen(null)}
        onSecret={setSecret}
      />
      {open === "reject" ? <RejectDialog application={application} onClose={() => setOpen(null)} /> : null}
      {secret ? (
        <SecretDialog application={application} secret={secret} onClose={() => setSecret(null)} />
      ) : null}
    </div>
  );
}

interface ConfirmationsProps extends ApplicationActionsProps {
  open: Open;
  onClose: () => void;
  onSecret: (secret: string) => void;
}

function Confirmations({ application, open, onClose, onSecret }: ConfirmationsProps) {
  const { t } = useTranslation("developers");
  const { id, name, scopes } = application;
  const review = useReviewApplication();
  const remove = useDeleteApplication();
  const renew = useRenewSecret();

  async function decide(verdict: "approve" | "suspend"): Promise<void> {
    await review.mutateAsync({ id, verdict });
    toast.success(t(`apps.${verdict}_done`, { name }));
  }

  async function renewSecret(): Promise<void> {
    const { client_secret: secret } = await renew.mutateAsync(id);
    if (secret) onSecret(secret);
  }

  return (
    <>
      <ConfirmDialog
        isOpen={open === "approve"}
        onClose={onClose}
        title={t("apps.approve_title", { name })}
        consequence={
          <>
            <p>{t("apps.approve_consequence")}</p>
            <p className="mt-3 font-mono text-ink text-sm">{scopes.join(" ")}</p>
          </>
        }
        actionLabel={t("apps.approve")}
        onConfirm={() => decide("approve")}
      />
      <ConfirmDialog
        isOpen={open === "suspend"}
        onClose={onClose}
        title={t("apps.suspend_title", { name })}
        consequence={t("apps.suspend_consequence")}
        actionLabel={t("apps.suspend")}
        isDangerous
        onConfirm={() => decide("suspend")}
      />
      <ConfirmDialog
        isOpen={open === "renew"}
        onClose={onClose}
        title={t("apps.renew_title", { name })}
        consequence={t("apps.renew_consequence")}
        actionLabel={t("apps.renew")}
        onConfirm={renewSecret}
      />
      <ConfirmDialog
        isOpen={open === "delete"}
        onClose={onClose}
        title={t("apps.delete_title", { name })}
        consequence={t("apps.delete_consequence")}
        actionLabel={t("apps.delete")}
        isDangerous
        onConfirm={() => remove.mutateAsync(id)}
      />
    </>
  );
}

interface RejectDialogProps extends ApplicationActionsProps {
  onClose: () => void;
}

function RejectDialog({ application, onClose }: RejectDialogProps) {
  const { t } = useTranslation(["developers", "ui"]);
  const review = useReviewApplication();
  const { id, name } = application;

  async function submit(values: FormData): Promise<void> {
    await review.mutateAsync({ id, verdict: "reject", note: textOf(values, "note") });
    onClose();
    toast.success(t("developers:apps.reject_done", { name }));
  }

  return (
    <Dialog isOpen onClose={onClose} title={t("developers:apps.reject_title", { name })} size="sm">
      <Form onSubmit={submit}>
        {({ isBusy }) => (
          <>
            <TextField
              name="note"
              label={t("developers:apps.note")}
              help={t("developers:apps.note_help")}
              maxLength={1000}
              required
            />
            <DialogActions>
              <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
              <Button type="submit" variant="danger" isBusy={isBusy}>
                {t("developers:apps.reject")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
