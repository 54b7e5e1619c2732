import { CircleCheck, CircleX, FileUp } from "lucide-react";
import { type ChangeEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useImportInvitations } from "~/people/acts";
import type { ImportRow } from "~/people/types";
import { useRoleChoices } from "~/roles/use-role-choices";
import { Button } from "~/ui/button";
import { parseCsv, toCsv } from "~/ui/csv";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextareaField } from "~/ui/field";
import { Form } from "~/ui/form";

interface ImportDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

const HEAD = ["email", "name", "role"] as const;

/** Many invitations at once, pasted from a spreadsheet or as a file; the answer says of each row what came of it. */
export function ImportDialog({ isOpen, onClose }: ImportDialogProps) {
  const { t } = useTranslation("people");
  const send = useImportInvitations();
  // Kept here, so that what was refused can be corrected where it was written.
  const [text, setText] = useState("");
  const close = () => {
    send.reset();
    onClose();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      size="lg"
      title={t("import.title")}
      description={send.data ? undefined : t("import.lead")}
    >
      {send.data ? (
        <Results rows={send.data.results} onClose={close} onAgain={() => send.reset()} />
      ) : (
        <ImportForm text={text} onText={setText} onSend={(csv) => send.mutateAsync(csv)} onClose={close} />
      )}
    </Dialog>
  );
}

interface ImportFormProps {
  text: string;
  onText: (text: string) => void;
  onSend: (csv: string) => Promise<unknown>;
  onClose: () => void;
}

function ImportForm({ text, onText, onSend, onClose }: ImportFormProps) {
  const { t } = useTranslation("people");
  const roles = useRoleChoices();
  const rows = withHead(parseCsv(text));

  async function read(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.target.files?.[0];
    if (file) onText(await file.text());
  }

  return (
    <Form
      onSubmit={async () => {
        await onSend(toCsv([HEAD, ...rows]));
      }}
    >
      {({ isBusy }) => (
        <>
          <TextareaField
            name="csv"
            label={t("import.rows")}
            required
            rows={7}
            value={text}
            onChange={(event) => onText(event.target.value)}
            placeholder={"email,name,role\nida@example.com,Ida Sommer,creator"}
            controlClassName="font-mono text-sm"
            help={t("import.help", { roles: roles.map(({ value }) => value).join(", ") })}
            aside={
              <label className="flex cursor-pointer items-center gap-1.5 rounded-sm text-accent text-sm hover:underline has-focus-visible:outline-2 has-focus-visible:outline-accent">
                <FileUp size={14} aria-hidden="true" />
                {t("import.file")}
                <input
                  type="file"
                  accept=".csv,text/csv,text/plain"
                  className="sr-only"
                  onChange={(event) => void read(event)}
                />
              </label>
            }
          />
          <DialogActions>
            <Button onClick={onClose}>{t("cancel")}</Button>
            <Button
              type="submit"
              variant="primary"
              isBusy={isBusy}
              disabledReason={rows.length === 0 ? t("import.nothing") : null}
            >
              {t("import.send", { count: rows.length })}
            </Button>
          </DialogActions>
        </>
      )}
    </Form>
  );
}

/** Rows in the order email, name, role, whatever order or names a head line has. */
function withHead(rows: readonly string[][]): string[][] {
  const [head = [], ...body] = rows;
  const names = head.map((name) => name.toLowerCase());
  if (!names.includes("email")) return rows.map((row) => [...row]);
  const places = HEAD.map((name) => names.indexOf(name));
  return body.map((row) => places.map((at) => row[at] ?? ""));
}

interface ResultsProps {
  rows: readonly ImportRow[];
  onClose: () => void;
  onAgain: () => void;
}

function Results({ rows, onClose, onAgain }: ResultsProps) {
  const { t } = useTranslation("people");
  const refused = rows.filter(({ status }) => status === "refused");
  return (
    <div className="flex flex-col gap-5">
      <p role="status" className="text-lg">
        {t("import.done", { done: rows.length - refused.length, total: rows.length })}
      </p>
      <ol className="max-h-80 overflow-y-auto border-line border-t">
        {[...refused, ...rows.filter(({ status }) => status !== "refused")].map((row) => (
          <li key={row.row} className="flex items-start gap-3 border-line border-b py-2">
            {row.status === "refused" ? (
              <CircleX size={16} className="mt-0.5 shrink-0 text-bad" aria-hidden="true" />
            ) : (
              <CircleCheck size={16} className="mt-0.5 shrink-0 text-good" aria-hidden="true" />
            )}
            <span className="min-w-0 flex-1 break-all">{row.email || "—"}</span>
            <span className={row.status === "refused" ? "text-bad text-sm" : "text-ink-soft text-sm"}>
              {row.status === "refused" ? row.problem : t("import.invited")}
            </span>
          </li>
        ))}
      </ol>
      <DialogActions>
        {refused.length > 0 ? <Button onClick={onAgain}>{t("import.again")}</Button> : null}
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </DialogActions>
    </div>
  );
}
