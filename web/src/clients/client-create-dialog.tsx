import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Client } from "~/api/types";
import { ClientFields, clientOf } from "~/clients/client-fields";
import { paths } from "~/paths";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { Form } from "~/ui/form";
import { toast } from "~/ui/toast-store";

interface ClientCreateDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

export function ClientCreateDialog({ isOpen, onClose }: ClientCreateDialogProps) {
  const { t } = useTranslation(["clients", "ui"]);
  const queries = useQueryClient();
  const navigate = useNavigate();

  async function create(values: FormData): Promise<void> {
    const client = await api.post<Client>("/clients", clientOf(values));
    queries.setQueryData(keys.clients.one(client.id), client);
    await queries.invalidateQueries({ queryKey: ["clients", "list"] });
    toast.success(t("clients:create.done", { name: client.name }), {
      description: t("clients:create.done_next"),
    });
    await navigate({ to: paths.client(client.id) });
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("clients:create.title")}
      description={t("clients:create.lead")}
      size="lg"
    >
      <Form onSubmit={create}>
        {({ isBusy }) => (
          <>
            <ClientFields />
            <DialogActions>
              <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t("clients:create.submit")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
