import { Download, Printer } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/session/queries";
import { Button } from "~/ui/button";
import { CopyButton } from "~/ui/copy-button";
import { DialogActions } from "~/ui/dialog";

interface RecoveryCodeSheetProps {
  codes: readonly string[];
  onDone: () => void;
}

/** The codes, shown this one time: to copy, to save or to print. */
export function RecoveryCodeSheet({ codes, onDone }: RecoveryCodeSheetProps) {
  const { t } = useTranslation("security");
  const { member } = useMe();
  const heading = t("codes.sheet", { email: member?.email ?? "" });
  const text = `${heading}\n\n${codes.join("\n")}\n`;
  return (
    <div className="flex flex-col gap-5">
      <div data-print-sheet="" className="rounded-md border border-line bg-sunken p-5">
        <p className="mb-3 text-ink-soft text-sm">{heading}</p>
        <ul className="grid grid-cols-1 gap-x-8 gap-y-1.5 font-mono text-lg sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code} className="select-all whitespace-nowrap">
              {code}
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} label={t("codes.copy")} />
        <Button icon={<Download size={15} aria-hidden="true" />} onClick={() => save(text)}>
          {t("codes.download")}
        </Button>
        <Button icon={<Printer size={15} aria-hidden="true" />} onClick={() => window.print()}>
          {t("codes.print")}
        </Button>
      </div>
      <DialogActions>
        <Button variant="primary" onClick={onDone}>
          {t("codes.kept")}
        </Button>
      </DialogActions>
    </div>
  );
}

function save(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "atelier-recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(address);
}
