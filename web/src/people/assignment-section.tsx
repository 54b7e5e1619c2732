import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountSelect } from "~/accounts/account-select";
import { useAddAssignment, useRemoveAssignment } from "~/people/acts";
import { endOfDay } from "~/people/end-of-day";
import { assignmentsQuery } from "~/people/queries";
import { useRoleChoices } from "~/roles/use-role-choices";
import { useMay } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";
import { Button, IconButton } from "~/ui/button";
import { Section } from "~/ui/card";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";
import { useFormat } from "~/ui/use-format";

interface AssignmentSectionProps {
  memberId: string;
  /** The role that stands above already. */
  mainRole: string;
}

/** Further roles, each for an account or for a time. */
export function AssignmentSection({ memberId, mainRole }: AssignmentSectionProps) {
  const { t } = useTranslation("people");
  const may = useMay();
  const format = useFormat();
  const roleName = useRoleName();
  const { data: assignments = [] } = useQuery({ ...assignmentsQuery(memberId), enabled: may("role.read") });
  const remove = useRemoveAssignment(memberId);
  const [isAdding, setIsAdding] = useState(false);
  const mayChange = may("role.assign");
  if (!may("role.read")) return null;
  return (
    <Section
      title={t("assignment.title")}
      actions={
        mayChange ? (
          <Button size="sm" icon={<Plus size={14} aria-hidden="true" />} onClick={() => setIsAdding(true)}>
            {t("assignment.add")}
          </Button>
        ) : null
      }
    >
      {assignments.length > 0 ? (
        <ul className="border-line border-t">
          {assignments.map((one) => (
            <li key={one.id} className="flex items-start gap-3 border-line border-b py-2.5">
              <div className="min-w-0 flex-1">
                <p>{roleName({ key: one.role, name: one.role })}</p>
                <p className="text-ink-faint text-sm">
                  {one.account_id || one.profile_id ? t("override.part") : t("everywhere")}
                  {one.expires_at ? ` · ${t("override.until", { when: format.date(one.expires_at) })}` : null}
                </p>
              </div>
              {mayChange && (assignments.length > 1 || one.role !== mainRole) ? (
                <IconButton
                  size="sm"
                  label={t("assignment.remove")}
                  icon={<Trash2 size={14} aria-hidden="true" />}
                  onClick={() => remove.mutate(one.id)}
                />
              ) : null}
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-ink-soft text-sm">{t("assignment.none")}</p>
      )}
      {isAdding ? <AssignmentDialog memberId={memberId} onClose={() => setIsAdding(false)} /> : null}
    </Section>
  );
}

function AssignmentDialog({ memberId, onClose }: { memberId: string; onClose: () => void }) {
  const { t } = useTranslation("people");
  const roles = useRoleChoices();
  const add = useAddAssignment(memberId);
  return (
    <Dialog isOpen onClose={onClose} title={t("assignment.new")} description={t("assignment.lead")}>
      <Form
        onSubmit={async (values) => {
          await add.mutateAsync({
            member_id: memberId,
            role: textOf(values, "role") ?? "",
            account_id: textOf(values, "account_id"),
            expires_at: endOfDay(textOf(values, "expires_at")),
          });
          onClose();
        }}
      >
        {({ isBusy }) => (
          <>
            <SelectField
              name="role"
              label={t("role")}
              required
              placeholder={t("invite.choose")}
              options={roles}
            />
            <div className="grid gap-5 sm:grid-cols-2">
              <AccountSelect name="account_id" label={t("override.where")} help="" />
              <TextField name="expires_at" type="date" label={t("override.last_day")} isOptional />
            </div>
            <DialogActions>
              <Button onClick={onClose}>{t("cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t("assignment.save")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
