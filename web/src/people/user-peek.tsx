import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountSelect } from "~/accounts/account-select";
import { paths } from "~/paths";
import { useUpdateUser } from "~/people/acts";
import { AssignmentSection } from "~/people/assignment-section";
import { MakeAdminDialog } from "~/people/make-admin-dialog";
import { OverrideSection } from "~/people/override-section";
import type { User, UserChange } from "~/people/types";
import { UserActs } from "~/people/user-acts";
import { UserStateBadge } from "~/people/user-state-badge";
import { useRoleChoices } from "~/roles/use-role-choices";
import { useMay, useMe } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";
import { Address } from "~/ui/address";
import { Avatar } from "~/ui/avatar";
import { Fact, FactList } from "~/ui/fact-list";
import { Link } from "~/ui/link";
import { SelectField } from "~/ui/select";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

/** Somebody beside the list: who they are, what they may do, and every act about them. */
export function UserPeek({ user }: { user: User }) {
  const { t } = useTranslation("people");
  const may = useMay();
  const isInvited = user.state === "invited";
  return (
    <div className="flex flex-col gap-7">
      <div className="flex items-center gap-4">
        <Avatar name={user.name || user.email} size="lg" />
        <div className="min-w-0">
          <p className="wrap-anywhere text-ink-soft">
            <Address email={user.email} />
          </p>
          <p className="mt-1">
            <UserStateBadge state={user.state} />
          </p>
        </div>
      </div>
      {isInvited ? <p className="text-ink-soft">{t("invited_hint")}</p> : null}
      <UserActs user={user} />
      <RoleAndPlace user={user} />
      <Facts user={user} />
      {isInvited ? null : (
        <>
          <AssignmentSection memberId={user.id} mainRole={user.role} />
          <OverrideSection memberId={user.id} />
          {may("role.read") ? (
            <p>
              <Link to={paths.explain({ person: user.id })}>{t("why", { name: user.name })}</Link>
            </p>
          ) : null}
        </>
      )}
    </div>
  );
}

/** Both are saved as soon as they are chosen. */
function RoleAndPlace({ user }: { user: User }) {
  const { t } = useTranslation("people");
  const may = useMay();
  const me = useMe().member;
  const update = useUpdateUser();
  const roles = useRoleChoices();
  const roleName = useRoleName();
  const [isAsking, setIsAsking] = useState(false);
  const mayChange = may("role.assign") && user.id !== me?.id && user.state !== "invited";
  if (!mayChange) {
    return (
      <FactList>
        <Fact label={t("role")}>{roleName({ key: user.role, name: user.role_name })}</Fact>
        <Fact label={t("confined")}>{user.account_name ?? t("everywhere")}</Fact>
      </FactList>
    );
  }

  const change = (changes: Partial<UserChange>) =>
    update.mutate({ user, changes }, { onSuccess: () => toast.success(t("saved", { name: user.name })) });

  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        name="role"
        label={t("role")}
        value={user.role}
        onChange={(role) => {
          if (role === "admin") setIsAsking(true);
          else if (role) change({ role });
        }}
        options={roles}
      />
      <MakeAdminDialog
        count={1}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onConfirm={async () => change({ role: "admin" })}
      />
      <AccountSelect
        name="account_id"
        value={user.account_id}
        onChange={(account_id) => change({ account_id })}
        help=""
      />
    </div>
  );
}

function Facts({ user }: { user: User }) {
  const { t } = useTranslation("people");
  const format = useFormat();
  const preferences = Object.entries<unknown>(user.preferences);
  return (
    <FactList>
      <Fact label={t("last_sign_in")}>
        {user.last_sign_in_at ? format.dateTime(user.last_sign_in_at) : t("never")}
      </Fact>
      {user.has_second_factor === null ? null : (
        <Fact label={t("factor")}>{user.has_second_factor ? t("factor_on") : t("factor_off")}</Fact>
      )}
      <Fact label={t("since")}>{format.date(user.created_at)}</Fact>
      <Fact label={t("preferences")}>
        {preferences.length === 0 ? (
          <span className="text-ink-faint">{t("no_preferences")}</span>
        ) : (
          <ul>
            {preferences.map(([name, value]) => (
              <li key={name}>
                <span className="text-ink-soft">{name.replaceAll("_", " ")}:</span>{" "}
                {typeof value === "object" ? JSON.stringify(value) : String(value)}
              </li>
            ))}
          </ul>
        )}
      </Fact>
    </FactList>
  );
}
