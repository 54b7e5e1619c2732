import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { AccountSelect } from "~/accounts/account-select";
import { useAddOverride } from "~/people/acts";
import { endOfDay } from "~/people/end-of-day";
import { permissionsQuery } from "~/roles/queries";
import { usePermissionChoices } from "~/roles/use-permission-choices";
import { Button } from "~/ui/button";
import { ChoiceGroup } from "~/ui/choice-group";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";
import { Skeleton } from "~/ui/skeleton";

interface OverrideDialogProps {
  memberId: string;
  onClose: () => void;
}

export function OverrideDialog({ memberId, onClose }: OverrideDialogProps) {
  const { t } = useTranslation("people");
  return (
    <Dialog isOpen onClose={onClose} title={t("override.new")} description={t("override.lead")}>
      <Suspense fallback={<Skeleton className="h-64 w-full" />}>
        <OverrideForm memberId={memberId} onClose={onClose} />
      </Suspense>
    </Dialog>
  );
}

function OverrideForm({ memberId, onClose }: OverrideDialogProps) {
  const { t } = useTranslation(["people", "roles"]);
  useSuspenseQuery(permissionsQuery);
  const permissions = usePermissionChoices();
  const add = useAddOverride(memberId);

  async function save(values: FormData): Promise<void> {
    await add.mutateAsync({
      member_id: memberId,
      permission: textOf(values, "permission") ?? "",
      effect: textOf(values, "effect") === "deny" ? "deny" : "allow",
      account_id: textOf(values, "account_id"),
      expires_at: endOfDay(textOf(values, "expires_at")),
      reason: textOf(values, "reason"),
    });
    onClose();
  }

  return (
    <Form onSubmit={save}>
      {({ isBusy }) => (
        <>
          <ChoiceGroup
            legend={t("people:override.effect")}
            name="effect"
            kind="radio"
            defaultValue={["allow"]}
            options={[
              { value: "allow", label: t("people:override.allow"), hint: t("people:override.allow_hint") },
              { value: "deny", label: t("people:override.deny"), hint: t("people:override.deny_hint") },
            ]}
          />
          <SelectField
            name="permission"
            label={t("people:override.permission")}
            required
            placeholder={t("people:invite.choose")}
            options={permissions}
          />
          <div className="grid gap-5 sm:grid-cols-2">
            <AccountSelect name="account_id" label={t("people:override.where")} help="" />
            <TextField
              name="expires_at"
              type="date"
              label={t("people:override.last_day")}
              isOptional
              min={new Date().toISOString().slice(0, 10)}
            />
          </div>
          <TextField name="reason" label={t("people:override.reason")} isOptional maxLength={300} />
          <DialogActions>
            <Button onClick={onClose}>{t("people:cancel")}</Button>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              {t("people:override.save")}
            </Button>
          </DialogActions>
        </>
      )}
    </Form>
  );
}
