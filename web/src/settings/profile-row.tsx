import { LogOut } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/session/queries";
import { useLeave } from "~/session/use-leave";
import { useRoleName } from "~/session/use-role-name";
import { EmailDialog } from "~/settings/email-dialog";
import { useSaveMe } from "~/settings/queries";
import { SettingsRow } from "~/settings/settings-row";
import { Avatar } from "~/ui/avatar";
import { Button } from "~/ui/button";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { toast } from "~/ui/toast-store";

/** Who one is to the others. */
export function ProfileRow() {
  const { t } = useTranslation(["settings", "shell"]);
  const { member, tenant } = useMe();
  const { leave } = useLeave();
  const [isChanging, setIsChanging] = useState(false);
  return (
    <SettingsRow
      title={t("settings:profile.title")}
      note={t("settings:profile.note", { tenant: tenant.name })}
    >
      <div className="flex flex-col gap-6">
        <div className="flex flex-wrap items-center gap-4">
          <Avatar name={member?.name ?? tenant.name} size="lg" />
          <div className="min-w-0 flex-1">
            <p className="font-medium text-lg">{member?.name}</p>
            <p className="text-ink-faint text-sm">
              <RoleName /> · {tenant.name}
            </p>
          </div>
          <Button icon={<LogOut size={14} aria-hidden="true" />} onClick={() => void leave()}>
            {t("shell:profile.sign_out")}
          </Button>
        </div>
        {member ? (
          <>
            <NameForm name={member.name} />
            <div className="flex flex-wrap items-end gap-3">
              <TextField
                name="email"
                type="email"
                label={t("settings:profile.email")}
                value={member.email}
                readOnly
                className="min-w-0 flex-1 basis-56"
              />
              <Button onClick={() => setIsChanging(true)}>{t("settings:profile.change_email")}</Button>
            </div>
          </>
        ) : null}
      </div>
      {isChanging ? <EmailDialog onClose={() => setIsChanging(false)} /> : null}
    </SettingsRow>
  );
}

function RoleName() {
  const roleName = useRoleName();
  const { member } = useMe();
  return member ? roleName({ key: member.role, name: member.role_name }) : null;
}

function NameForm({ name }: { name: string }) {
  const { t } = useTranslation("settings");
  const save = useSaveMe();

  async function submit(values: FormData): Promise<void> {
    await save.mutateAsync({ name: textOf(values, "name") });
    toast.success(t("profile.saved"));
  }

  return (
    <Form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      {({ isBusy }) => (
        <>
          <TextField
            key={name}
            name="name"
            label={t("profile.name")}
            defaultValue={name}
            autoComplete="name"
            maxLength={100}
            required
            className="min-w-0 flex-1 basis-56"
          />
          <Button type="submit" isBusy={isBusy}>
            {t("profile.save")}
          </Button>
        </>
      )}
    </Form>
  );
}
