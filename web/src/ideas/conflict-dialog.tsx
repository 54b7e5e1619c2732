import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Content } from "~/api/types";
import { Button } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { Dialog, DialogActions } from "~/ui/dialog";
import { type Clash, mergeContent, resolveClashes } from "./merge";
import { usePlaceName } from "./use-place-name";

interface ConflictDialogProps {
  base: Content;
  mine: Content;
  theirs: Content;
  onClose: () => void;
  onResolve: (content: Content) => void;
}

type Side = "mine" | "theirs";

/** Two people wrote at once. Both texts are shown, and nothing is thrown away without a choice. */
export function ConflictDialog({ base, mine, theirs, onClose, onResolve }: ConflictDialogProps) {
  const { t } = useTranslation("ideas");
  const [chosen, setChosen] = useState<ReadonlyMap<string, Side>>(new Map());
  const merge = mergeContent(base, mine, theirs);
  return (
    <Dialog isOpen onClose={onClose} size="lg" title={t("conflict.title")} description={t("conflict.body")}>
      <div className="flex flex-col gap-6">
        {merge.clashes.length === 0 ? <p>{t("conflict.no_clash")}</p> : null}
        {merge.clashes.map((clash) => (
          <ClashChoice
            key={clash.key}
            clash={clash}
            side={chosen.get(clash.key) ?? "mine"}
            onChoose={(side) => setChosen(new Map(chosen).set(clash.key, side))}
          />
        ))}
        <DialogActions>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" onClick={() => onResolve(resolveClashes(merge, chosen))}>
            {t("conflict.apply")}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}

interface ClashChoiceProps {
  clash: Clash;
  side: Side;
  onChoose: (side: Side) => void;
}

function ClashChoice({ clash, side, onChoose }: ClashChoiceProps) {
  const { t } = useTranslation("ideas");
  const placeName = usePlaceName();
  const sides: readonly [Side, string, string][] = [
    ["mine", t("conflict.mine"), clash.mine],
    ["theirs", t("conflict.theirs"), clash.theirs],
  ];
  return (
    <fieldset>
      <legend className="mb-2 font-medium">{placeName(clash)}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {sides.map(([value, label, text]) => (
          <label
            key={value}
            className={cx(
              "flex cursor-pointer flex-col gap-2 rounded-md border p-3",
              side === value ? "border-accent bg-accent-soft" : "border-line hover:bg-hover",
            )}
          >
            <span className="flex items-center gap-2 font-medium text-sm">
              <input
                type="radio"
                name={clash.key}
                checked={side === value}
                onChange={() => onChoose(value)}
                className="accent-(--accent-fill)"
              />
              {label}
            </span>
            <span className="max-h-60 overflow-y-auto whitespace-pre-wrap break-words">{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
