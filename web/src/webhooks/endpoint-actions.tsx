import { useNavigate } from "@tanstack/react-router";
import { Pencil, Power, RefreshCw, RotateCcw, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { ConfirmDialog, Dialog } from "~/ui/dialog";
import { toast } from "~/ui/toast-store";
import {
  useDeleteEndpoint,
  useReplayFailed,
  useRotateEndpoint,
  useTestEndpoint,
  useUpdateEndpoint,
} from "~/webhooks/acts";
import { EndpointDialog } from "~/webhooks/endpoint-dialog";
import { SecretReady } from "~/webhooks/secret-ready";
import type { WebhookEndpoint } from "~/webhooks/types";

type Open = "edit" | "rotate" | "replay" | "switch" | "delete" | null;

export function EndpointActions({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useTranslation("webhooks");
  const may = useMay();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const test = useTestEndpoint();
  const rotate = useRotateEndpoint();
  const replay = useReplayFailed();
  const update = useUpdateEndpoint(endpoint);
  const remove = useDeleteEndpoint();
  if (!may("webhook.update")) return null;

  const isEnabled = endpoint.state === "enabled";
  const close = () => setOpen(null);

  async function sendTest(): Promise<void> {
    await test.mutateAsync(endpoint.id);
    toast.success(t("endpoints.tested"));
  }

  async function replayFailed(): Promise<void> {
    const { replayed, left } = await replay.mutateAsync(endpoint.id);
    toast.success(
      t(left > 0 ? "deliveries.replayed_some" : "deliveries.replayed", { count: replayed, left }),
    );
  }

  async function rotateKeys(): Promise<void> {
    setSecret((await rotate.mutateAsync(endpoint.id)).secret);
  }

  async function removeIt(): Promise<void> {
    await remove.mutateAsync(endpoint.id);
    await navigate({ to: paths.webhooks() });
  }

  return (
    <div className="flex flex-wrap gap-2">
      {isEnabled ? (
        <Button
          icon={<Send size={14} aria-hidden="true" />}
          isBusy={test.isPending}
          onClick={() => void sendTest()}
        >
          {t("endpoints.test")}
        </Button>
      ) : null}
      <Button icon={<Pencil size={14} aria-hidden="true" />} onClick={() => setOpen("edit")}>
        {t("endpoints.edit")}
      </Button>
      {isEnabled ? (
        <Button icon={<RotateCcw size={14} aria-hidden="true" />} onClick={() => setOpen("replay")}>
          {t("deliveries.replay_failed")}
        </Button>
      ) : null}
      <Button icon={<RefreshCw size={14} aria-hidden="true" />} onClick={() => setOpen("rotate")}>
        {t("endpoints.rotate")}
      </Button>
      <Button icon={<Power size={14} aria-hidden="true" />} onClick={() => setOpen("switch")}>
        {t(isEnabled ? "endpoints.disable" : "endpoints.enable")}
      </Button>
      <Button icon={<Trash2 size={14} aria-hidden="true" />} onClick={() => setOpen("delete")}>
        {t("endpoints.remove")}
      </Button>
      {open === "edit" ? <EndpointDialog endpoint={endpoint} onClose={close} /> : null}
      <ConfirmDialog
        isOpen={open === "rotate"}
        onClose={close}
        title={t("endpoints.rotate_title")}
        consequence={t("endpoints.rotate_consequence")}
        actionLabel={t("endpoints.rotate")}
        onConfirm={rotateKeys}
      />
      <ConfirmDialog
        isOpen={open === "replay"}
        onClose={close}
        title={t("deliveries.replay_title")}
        consequence={t("deliveries.replay_consequence")}
        actionLabel={t("deliveries.replay_failed")}
        onConfirm={replayFailed}
      />
      <ConfirmDialog
        isOpen={open === "switch"}
        onClose={close}
        title={t(isEnabled ? "endpoints.disable_title" : "endpoints.enable_title")}
        consequence={t(isEnabled ? "endpoints.disable_consequence" : "endpoints.enable_consequence")}
        actionLabel={t(isEnabled ? "endpoints.disable" : "endpoints.enable")}
        onConfirm={() => update.mutateAsync({ state: isEnabled ? "disabled" : "enabled" })}
      />
      <ConfirmDialog
        isOpen={open === "delete"}
        onClose={close}
        title={t("endpoints.remove_title")}
        consequence={t("endpoints.remove_consequence")}
        actionLabel={t("endpoints.remove")}
        isDangerous
        onConfirm={removeIt}
      />
      {secret ? (
        <Dialog isOpen isPrecious onClose={() => setSecret(null)} title={t("endpoints.rotated")}>
          <SecretReady secret={secret} onDone={() => setSecret(null)} />
        </Dialog>
      ) : null}
    </div>
  );
}
