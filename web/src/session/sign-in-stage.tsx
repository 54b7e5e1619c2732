import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Wordmark } from "~/session/wordmark";
import { cx } from "~/ui/class-names";

/** The studio's wall: a brief, an idea and a yes, pinned up. Only on screens with room for it. */
export function SignInStage() {
  const { t } = useTranslation("auth");
  return (
    <section className="sticky top-0 hidden h-dvh flex-col justify-between overflow-hidden p-12 lg:flex xl:p-16">
      <Wordmark />
      <div className="my-10 flex flex-col" aria-hidden="true">
        <Sheet label={t("sheet.brief")} className="w-72 -rotate-2">
          <p className="text-ink-soft">{t("sheet.brief_text")}</p>
        </Sheet>
        <Sheet label={t("sheet.idea")} className="-mt-4 ml-28 w-80 rotate-1">
          <p className="font-serif text-2xl text-ink">{t("sheet.idea_text")}</p>
          <span className="mt-4 block h-1.5 w-11/12 rounded-full bg-line" />
          <span className="mt-2 block h-1.5 w-3/4 rounded-full bg-line" />
        </Sheet>
        <Sheet label={t("sheet.yes")} className="-mt-5 ml-60 w-72 -rotate-1" isApproved>
          <p className="font-serif text-ink text-xl italic">{t("sheet.yes_text")}</p>
        </Sheet>
      </div>
      <div className="max-w-xl">
        <p className="font-serif text-4xl text-ink tracking-[-0.015em] text-balance">{t("lead")}</p>
        <p className="mt-4 max-w-md text-ink-soft text-lg">{t("lead_note")}</p>
      </div>
    </section>
  );
}

interface SheetProps {
  label: string;
  className: string;
  isApproved?: boolean;
  children: React.ReactNode;
}

function Sheet({ label, className, isApproved = false, children }: SheetProps) {
  return (
    <div className={cx("rounded-md border border-line bg-surface p-5", className)}>
      <p
        className={cx(
          "mb-2.5 flex items-center gap-1.5 text-xs",
          isApproved ? "font-medium text-accent" : "text-ink-faint",
        )}
      >
        {isApproved ? <Check size={13} strokeWidth={2.4} /> : null}
        {label}
      </p>
      {children}
    </div>
  );
}
