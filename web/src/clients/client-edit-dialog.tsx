import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Client } from "~/api/types";
import { ClientFields, clientOf } from "~/clients/client-fields";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { Form } from "~/ui/form";
import { toast } from "~/ui/toast-store";

interface ClientEditDialogProps {
  client: Client;
  isOpen: boolean;
  onClose: () => void;
}

export function ClientEditDialog({ client, isOpen, onClose }: ClientEditDialogProps) {
  const { t } = useTranslation(["clients", "ui"]);
  const queries = useQueryClient();

  async function save(values: FormData): Promise<void> {
    const { name, channels, approval_policy, ...optional } = clientOf(values);
    // `null` takes away what was there; leaving it out would keep it.
    const cleared = {
      industry: optional.industry ?? null,
      website: optional.website ?? null,
      description: optional.description ?? null,
      contact_name: optional.contact_name ?? null,
      contact_email: optional.contact_email ?? null,
    };
    const changed = await api.patch<Client>(
      `/clients/${client.id}`,
      { name, channels, approval_policy, ...cleared },
      { ifMatch: client.version },
    );
    queries.setQueryData(keys.clients.one(client.id), changed);
    await queries.invalidateQueries({ queryKey: ["clients", "list"] });
    onClose();
    toast.success(t("clients:edit.done"));
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("clients:edit.title", { name: client.name })}
      size="lg"
    >
      <Form onSubmit={save}>
        {({ isBusy }) => (
          <>
            <ClientFields client={client} />
            <DialogActions>
              <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t("clients:edit.submit")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
