import { useTranslation } from "react-i18next";
import { VersionsDialog } from "~/history/versions-dialog";
import { useChangeRights, useCreateRole, useDeleteRole, useRenameRole } from "~/roles/acts";
import { resetOf } from "~/roles/matrix";
import type { RoleAct } from "~/roles/role-acts";
import type { RoleDetail } from "~/roles/types";
import { usePermissionWords } from "~/roles/use-permission-words";
import { useRoleName } from "~/session/use-role-name";
import { Button } from "~/ui/button";
import { ConfirmDialog, Dialog, DialogActions } from "~/ui/dialog";
import { TextareaField, TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";
import { toast } from "~/ui/toast-store";

interface RoleDialogsProps {
  act: RoleAct | { what: "create" } | null;
  roles: readonly RoleDetail[];
  onClose: () => void;
}

export function RoleDialogs({ act, roles, onClose }: RoleDialogsProps) {
  const { t } = useTranslation("roles");
  const nameOf = useRoleName();
  const remove = useDeleteRole();
  if (!act) return null;
  if (act.what === "create") return <RoleForm roles={roles} onClose={onClose} />;
  const { role } = act;
  const name = nameOf(role);
  switch (act.what) {
    case "copy":
      return <RoleForm roles={roles} basis={role} onClose={onClose} />;
    case "rename":
      return <RoleForm roles={roles} role={role} onClose={onClose} />;
    case "reset":
      return <ResetDialog role={role} onClose={onClose} />;
    case "history":
      return <VersionsDialog kind="role" id={role.id} name={name} onClose={onClose} />;
    case "delete":
      return (
        <ConfirmDialog
          isOpen
          onClose={onClose}
          title={t("delete_title", { name })}
          consequence={
            role.members_count > 0
              ? t("delete_people", { count: role.members_count })
              : t("delete_consequence")
          }
          actionLabel={t("delete")}
          isDangerous
          onConfirm={async () => {
            await remove.mutateAsync(role);
            toast.success(t("deleted", { name }));
          }}
        />
      );
  }
}

interface RoleFormProps {
  roles: readonly RoleDetail[];
  /** The role that is renamed; a new one is made otherwise. */
  role?: RoleDetail;
  /** What the new one starts from. */
  basis?: RoleDetail;
  onClose: () => void;
}

function RoleForm({ roles, role, basis, onClose }: RoleFormProps) {
  const { t } = useTranslation("roles");
  const nameOf = useRoleName();
  const create = useCreateRole();
  const rename = useRenameRole();

  async function save(values: FormData): Promise<void> {
    const name = textOf(values, "name") ?? "";
    const description = textOf(values, "description");
    if (role) await rename.mutateAsync({ role, changes: { name, description: description ?? "" } });
    else await create.mutateAsync({ name, description, based_on: textOf(values, "based_on") });
    toast.success(t(role ? "renamed" : "created", { name }));
    onClose();
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={role ? t("rename_title") : basis ? t("copy_title", { name: nameOf(basis) }) : t("create_title")}
      description={role ? undefined : t("create_lead")}
    >
      <Form onSubmit={save}>
        {({ isBusy }) => (
          <>
            <TextField
              name="name"
              label={t("name")}
              required
              maxLength={60}
              defaultValue={role?.name ?? (basis ? t("copy_of", { name: nameOf(basis) }) : "")}
            />
            <TextareaField
              name="description"
              label={t("description")}
              isOptional
              rows={2}
              maxLength={300}
              defaultValue={role?.description ?? basis?.description ?? ""}
            />
            {role ? null : (
              <SelectField
                name="based_on"
                label={t("based_on")}
                help={t("based_on_help")}
                defaultValue={basis?.key ?? null}
                placeholder={t("based_on_nothing")}
                options={roles.map((one) => ({ value: one.key, label: nameOf(one) }))}
              />
            )}
            <DialogActions>
              <Button onClick={onClose}>{t("cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {role ? t("save") : t("create")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}

function ResetDialog({ role, onClose }: { role: RoleDetail; onClose: () => void }) {
  const { t } = useTranslation("roles");
  const nameOf = useRoleName();
  const words = usePermissionWords();
  const change = useChangeRights();
  const reset = resetOf(role);
  if (!reset) return null;
  const list = (rights: readonly string[]) =>
    rights.map((right) => (
      <li key={right}>
        {words.what({ permission: right.split(":")[0] ?? right, description: right })}
        {right.includes(":") ? ` (${right.split(":")[1]})` : null}
      </li>
    ));
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("reset_title", { name: nameOf(role) })}
      consequence={
        <div className="flex flex-col gap-3">
          <p>{t("reset_consequence", { count: role.members_count })}</p>
          {reset.grant.length > 0 ? (
            <div>
              <p className="font-medium text-ink">{t("reset_gains")}</p>
              <ul className="list-disc pl-5">{list(reset.grant)}</ul>
            </div>
          ) : null}
          {reset.revoke.length > 0 ? (
            <div>
              <p className="font-medium text-ink">{t("reset_loses")}</p>
              <ul className="list-disc pl-5">{list(reset.revoke)}</ul>
            </div>
          ) : null}
        </div>
      }
      actionLabel={t("reset")}
      onConfirm={() => change.mutateAsync({ role: role.key, change: reset })}
    />
  );
}
