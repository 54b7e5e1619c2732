import { useTranslation } from "react-i18next";
import { useMe } from "~/session/queries";
import { type Area, areasFor } from "~/shell/areas";
import { TenantSwitcher } from "~/shell/tenant-switcher";
import { Link } from "~/ui/link";

interface RailProps {
  /** Told when a link was followed, so that the phone's menu can close. */
  onNavigate?: () => void;
}

export function Rail({ onNavigate }: RailProps) {
  const { t } = useTranslation("shell");
  const { work, studio, admin } = areasFor(useMe());
  return (
    <nav aria-label={t("areas")} className="flex h-full flex-col gap-6 px-3 py-4">
      <TenantSwitcher />
      <div className="flex flex-1 flex-col gap-6 overflow-y-auto">
        <Group label={t("group.work")} areas={work} onNavigate={onNavigate} />
        <Group label={t("group.studio")} areas={studio} onNavigate={onNavigate} />
        {admin.length > 0 ? <Group label={t("group.admin")} areas={admin} onNavigate={onNavigate} /> : null}
      </div>
    </nav>
  );
}

interface GroupProps extends RailProps {
  label: string;
  areas: Area[];
}

function Group({ label, areas, onNavigate }: GroupProps) {
  const { t } = useTranslation("shell");
  return (
    <div>
      <h2 className="px-2.5 pb-1.5 font-normal text-ink-faint text-xs">{label}</h2>
      <ul className="flex flex-col gap-px">
        {areas.map((area) => (
          <li key={area.key}>
            <Link
              to={area.to}
              isExact={area.isExact}
              onClick={onNavigate}
              className="flex h-9 items-center gap-3 rounded-md px-2.5 text-base text-ink-soft transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:[&_svg]:text-accent md:h-8"
            >
              {area.icon}
              {t(`nav.${area.key}`)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
