import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { ButtonLink } from "~/ui/link";

export function NotFoundPage() {
  const { t } = useTranslation("shell");
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col items-start gap-4 px-6 py-16">
      <p className="font-serif text-4xl text-ink-faint italic">404</p>
      <h1 className="font-serif text-3xl">{t("not_found.title")}</h1>
      <p className="max-w-prose text-ink-soft text-lg">{t("not_found.body")}</p>
      <ButtonLink to={paths.home()} className="mt-2">
        {t("not_found.home")}
      </ButtonLink>
    </div>
  );
}
