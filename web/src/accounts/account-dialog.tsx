import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCreateAccount, useUpdateAccount } from "~/accounts/acts";
import { accountChoicesQuery } from "~/accounts/queries";
import { ACCOUNT_KINDS, type Account, type AccountKind } from "~/accounts/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";
import { toast } from "~/ui/toast-store";

interface AccountDialogProps {
  isOpen: boolean;
  onClose: () => void;
  /** The account that is changed; a new one is made otherwise. */
  account?: Account;
}

export function AccountDialog({ isOpen, onClose, account }: AccountDialogProps) {
  const { t } = useTranslation("accounts");
  const create = useCreateAccount();
  const update = useUpdateAccount();
  const { data: accounts = [] } = useQuery(accountChoicesQuery);

  async function save(values: FormData): Promise<void> {
    const order = {
      name: textOf(values, "name") ?? "",
      kind: (textOf(values, "kind") ?? "client") as AccountKind,
      parent_id: textOf(values, "parent_id") ?? null,
    };
    // A client's kind is what it is; it cannot be sent again.
    if (account)
      await update.mutateAsync({ account, changes: { name: order.name, parent_id: order.parent_id } });
    else await create.mutateAsync(order);
    toast.success(t(account ? "saved" : "created", { name: order.name }));
    onClose();
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={account ? t("edit_title", { name: account.name }) : t("create_title")}
    >
      <Form onSubmit={save}>
        {({ isBusy }) => (
          <>
            <TextField name="name" label={t("name")} required maxLength={120} defaultValue={account?.name} />
            {account ? null : (
              <SelectField
                name="kind"
                label={t("kind_label")}
                required
                defaultValue="client"
                options={ACCOUNT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
              />
            )}
            <SelectField
              name="parent_id"
              label={t("parent")}
              help={t("parent_help")}
              isOptional
              placeholder={t("no_parent")}
              defaultValue={account?.parent_id}
              options={accounts
                .filter(({ id }) => id !== account?.id)
                .map(({ id, name, kind }) => ({ value: id, label: name, hint: t(`kind.${kind}`) }))}
            />
            <DialogActions>
              <Button onClick={onClose}>{t("cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t(account ? "save" : "create")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
