import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { useMe } from "~/session/queries";
import { ButtonLink } from "~/ui/link";

export function ForbiddenPage() {
  const { t } = useTranslation(["shell", "terms"]);
  const { member, tenant } = useMe();
  const role = t(`terms:role.${member?.role ?? "client"}`);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col items-start gap-4 px-6 py-16">
      <p className="font-serif text-4xl text-ink-faint italic">403</p>
      <h1 className="font-serif text-3xl">{t("shell:forbidden.title")}</h1>
      <p className="max-w-prose text-ink-soft text-lg">
        {t("shell:forbidden.body", { role, tenant: tenant.name })}
      </p>
      <ButtonLink to={paths.home()} className="mt-2">
        {t("shell:not_found.home")}
      </ButtonLink>
    </div>
  );
}
