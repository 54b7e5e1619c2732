import { Dialog } from "@base-ui/react/dialog";
import { CornerDownLeft, Search } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Command, useCommands } from "~/shell/use-commands";
import { cx } from "~/ui/class-names";
import { Kbd } from "~/ui/kbd";

interface PaletteProps {
  onClose: () => void;
}

/** ⌘K: one control from which everything can be reached. */
export function Palette({ onClose }: PaletteProps) {
  const { t } = useTranslation("shell");
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const commands = useCommands(useDeferredValue(text));
  const at = Math.min(chosen, commands.length - 1);

  function run(command: Command | undefined): void {
    if (!command) return;
    onClose();
    command.run();
  }

  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = (at + step + commands.length) % Math.max(1, commands.length);
      setChosen(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(commands[at]);
    }
  }

  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[#17140c]/40" />
        <Dialog.Popup className="floating fixed inset-x-3 top-[12vh] z-40 mx-auto flex max-h-[70vh] max-w-xl flex-col overflow-hidden rounded-lg">
          <Dialog.Title className="sr-only">{t("palette.title")}</Dialog.Title>
          <div className="flex items-center gap-3 border-line border-b px-4">
            <Search size={17} className="text-ink-faint" aria-hidden="true" />
            <input
              // biome-ignore lint/a11y/noAutofocus: a palette is opened in order to type
              autoFocus
              role="combobox"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={commands.length > 0 ? `${id}-${at}` : undefined}
              aria-label={t("palette.placeholder")}
              placeholder={t("palette.placeholder")}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setChosen(0);
              }}
              onKeyDown={press}
              className="h-13 w-full bg-transparent text-lg outline-none"
            />
          </div>
          {commands.length === 0 ? <p className="px-4 py-8 text-ink-soft">{t("palette.empty")}</p> : null}
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label={t("palette.title")}
            className="overflow-y-auto p-2"
          >
            {commands.map((command, index) => (
              <Row
                key={command.key}
                id={`${id}-${index}`}
                command={command}
                isChosen={index === at}
                heading={
                  commands[index - 1]?.group === command.group ? null : t(`palette.group.${command.group}`)
                }
                onHover={() => setChosen(index)}
                onRun={() => run(command)}
              />
            ))}
          </div>
          <footer className="hidden gap-4 border-line border-t px-4 py-2 text-ink-faint text-xs sm:flex">
            <span>
              <Kbd keys="↑↓" /> {t("palette.move")}
            </span>
            <span>
              <Kbd keys="↵" /> {t("palette.run")}
            </span>
            <span>
              <Kbd keys="esc" /> {t("palette.close")}
            </span>
          </footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface RowProps {
  id: string;
  command: Command;
  isChosen: boolean;
  heading: string | null;
  onHover: () => void;
  onRun: () => void;
}

function Row({ id, command, isChosen, heading, onHover, onRun }: RowProps) {
  return (
    <>
      {heading ? (
        <p role="presentation" className="px-2.5 pt-2.5 pb-1 text-ink-faint text-xs">
          {heading}
        </p>
      ) : null}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys of its options */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox, aria-activedescendant points here */}
      <div
        id={id}
        role="option"
        aria-selected={isChosen}
        onPointerMove={onHover}
        onClick={onRun}
        className={cx(
          "flex cursor-default items-center gap-3 rounded-md px-2.5 py-2",
          isChosen ? "bg-hover" : null,
        )}
      >
        <span className="text-ink-faint">{command.icon}</span>
        <span className="min-w-0 flex-1 truncate">{command.label}</span>
        {command.hint ? <span className="truncate text-ink-faint text-sm">{command.hint}</span> : null}
        {isChosen ? <CornerDownLeft size={13} className="text-ink-faint" aria-hidden="true" /> : null}
      </div>
    </>
  );
}
