import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { useMe } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";
import { ButtonLink } from "~/ui/link";

export function ForbiddenPage() {
  const { t } = useTranslation("shell");
  const { member, tenant } = useMe();
  const role = useRoleName()({ key: member?.role ?? "client", name: member?.role_name });
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col items-start gap-4 px-6 py-16">
      <p className="font-serif text-4xl text-ink-faint italic">403</p>
      <h1 className="font-serif text-3xl">{t("forbidden.title")}</h1>
      <p className="max-w-prose text-ink-soft text-lg">
        {t("forbidden.body", { role, tenant: tenant.name })}
      </p>
      <ButtonLink to={paths.home()} className="mt-2">
        {t("not_found.home")}
      </ButtonLink>
    </div>
  );
}
