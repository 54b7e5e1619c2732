import { useTranslation } from "react-i18next";
import type { ConsentRequest } from "~/consent/queries";
import { usePermissionWords } from "~/roles/use-permission-words";

interface ScopeListProps {
  scopes: ConsentRequest["scopes"];
  value: readonly string[];
  onChange: (scopes: string[]) => void;
}

/** What is asked for, each to be left out; what was allowed before is marked. */
export function ScopeList({ scopes, value, onChange }: ScopeListProps) {
  const { t } = useTranslation("consent");
  const words = usePermissionWords();

  function toggle(permission: string, isOn: boolean): void {
    onChange(isOn ? [...value, permission] : value.filter((other) => other !== permission));
  }

  return (
    <fieldset className="flex min-w-0 flex-col">
      <legend className="mb-2 font-medium">{t("wants")}</legend>
      <ul className="divide-y divide-line border-line border-y">
        {scopes.map((scope) => (
          <li key={scope.permission}>
            <label className="flex cursor-pointer items-start gap-3 py-2.5">
              <input
                type="checkbox"
                checked={value.includes(scope.permission)}
                onChange={(event) => toggle(scope.permission, event.target.checked)}
                className="mt-1 size-4 shrink-0 accent-(--accent-fill)"
              />
              <span className="min-w-0 flex-1">
                <span className="block">{words.what(scope)}</span>
                <span className="block font-mono text-ink-faint text-xs">{scope.permission}</span>
                {scope.is_held ? null : <span className="block text-sm text-warn">{t("not_held")}</span>}
              </span>
              {scope.is_granted_before ? (
                <span className="whitespace-nowrap text-ink-faint text-sm">{t("before")}</span>
              ) : null}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
