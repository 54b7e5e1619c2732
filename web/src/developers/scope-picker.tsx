import { useQuery } from "@tanstack/react-query";
import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { permissionEntriesQuery } from "~/developers/queries";
import { grantable, groupScopes, type ScopeGroup } from "~/developers/scopes";
import { usePermissionWords } from "~/roles/use-permission-words";
import { useMe } from "~/session/queries";
import { Button } from "~/ui/button";

interface ScopePickerProps {
  value: readonly string[];
  onChange: (scopes: string[]) => void;
  /** What was not right about the choice, said where it is made. */
  error?: string | null;
}

/** What a program may do, resource by resource; never more than the person may. */
export function ScopePicker({ value, onChange, error = null }: ScopePickerProps) {
  const { t } = useTranslation("developers");
  const { permissions } = useMe();
  const { data: known } = useQuery(permissionEntriesQuery);
  const [wanted, setWanted] = useState("");
  const words = usePermissionWords();
  const entries = grantable(permissions, known?.items ?? []).map((entry) => ({
    ...entry,
    description: words.what(entry),
  }));
  const groups = groupScopes(entries, wanted);
  const readable = entries.filter(({ action }) => action === "read").map(({ permission }) => permission);

  function set(scopes: readonly string[], isOn: boolean): void {
    const others = value.filter((scope) => !scopes.includes(scope));
    onChange(isOn ? [...others, ...scopes].sort() : others);
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-3" aria-describedby={error ? "scopes-error" : undefined}>
      <legend className="mb-1.5 font-medium text-sm">{t("scopes.title")}</legend>
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="search"
          aria-label={t("scopes.search")}
          placeholder={t("scopes.search")}
          value={wanted}
          maxLength={80}
          onChange={(event) => setWanted(event.target.value)}
          className="control min-w-0 flex-1 basis-48"
        />
        <Button size="sm" onClick={() => set(readable, true)}>
          {t("scopes.read_only")}
        </Button>
        <Button size="sm" variant="ghost" onClick={() => onChange([])}>
          {t("scopes.none")}
        </Button>
      </div>
      <div className="max-h-72 divide-y divide-line overflow-y-auto rounded-md border border-line-strong bg-surface">
        {groups.map((group) => (
          <Group key={group.resource} group={group} value={value} onSet={set} />
        ))}
        {groups.length === 0 ? <p className="p-4 text-ink-soft">{t("scopes.no_match")}</p> : null}
      </div>
      {error ? (
        <p id="scopes-error" role="alert" className="text-bad text-sm">
          {error}
        </p>
      ) : (
        <p role="status" className="text-ink-faint text-sm">
          {t("scopes.chosen", { count: value.length })}
        </p>
      )}
    </fieldset>
  );
}

interface GroupProps {
  group: ScopeGroup;
  value: readonly string[];
  onSet: (scopes: readonly string[], isOn: boolean) => void;
}

function Group({ group, value, onSet }: GroupProps) {
  const { t } = useTranslation("developers");
  const words = usePermissionWords();
  const resource = words.resource(group.resource);
  const all = group.entries.map(({ permission }) => permission);
  const chosen = all.filter((permission) => value.includes(permission));
  return (
    <fieldset aria-label={resource} className="p-3">
      <label className="flex cursor-pointer items-center gap-2.5 font-medium">
        <input
          type="checkbox"
          aria-label={t("scopes.all_of", { resource })}
          checked={chosen.length === all.length}
          ref={(box) => {
            if (box) box.indeterminate = chosen.length > 0 && chosen.length < all.length;
          }}
          onChange={(event) => onSet(all, event.target.checked)}
          className="size-3.5 accent-(--accent-fill)"
        />
        {resource}
      </label>
      <ul className="mt-1.5 flex flex-col pl-6">
        {group.entries.map((entry) => (
          <li key={entry.permission}>
            <label className="flex cursor-pointer items-start gap-2.5 rounded-sm py-1 hover:bg-hover">
              <input
                type="checkbox"
                checked={value.includes(entry.permission)}
                onChange={(event) => onSet([entry.permission], event.target.checked)}
                className="mt-1 size-3.5 shrink-0 accent-(--accent-fill)"
              />
              <span className="min-w-0">
                <span className="font-mono text-sm">{entry.permission}</span>
                {entry.is_sensitive ? (
                  <span className="ml-2 inline-flex items-center gap-1 text-warn text-xs">
                    <ShieldAlert size={12} aria-hidden="true" />
                    {t("scopes.sensitive")}
                  </span>
                ) : null}
                {entry.description ? (
                  <span className="block text-ink-soft text-sm">{entry.description}</span>
                ) : null}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
