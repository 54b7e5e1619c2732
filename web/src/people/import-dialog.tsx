import { CircleCheck, CircleX, FileUp } from "lucide-react";
import { type ChangeEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type InviteResult, useImportInvitations } from "~/people/acts";
import { type InviteRow, readInviteRows } from "~/people/import-rows";
import { useKnownNames } from "~/people/use-known-names";
import { useRoleChoices } from "~/roles/use-role-choices";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextareaField } from "~/ui/field";
import { Form } from "~/ui/form";

interface ImportDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

/** Many invitations at once, pasted from a spreadsheet or as a file; bad rows are named before anything is sent. */
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
        <Results results={send.data} onClose={close} onAgain={() => send.reset()} />
      ) : (
        <ImportForm text={text} onText={setText} onSend={(rows) => send.mutateAsync(rows)} onClose={close} />
      )}
    </Dialog>
  );
}

interface ImportFormProps {
  text: string;
  onText: (text: string) => void;
  onSend: (rows: readonly InviteRow[]) => Promise<unknown>;
  onClose: () => void;
}

function ImportForm({ text, onText, onSend, onClose }: ImportFormProps) {
  const { t } = useTranslation("people");
  const roles = useRoleChoices();
  const rows = readInviteRows(text, useKnownNames());
  const good = rows.filter(({ problem }) => problem === null);

  async function read(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.target.files?.[0];
    if (file) onText(await file.text());
  }

  return (
    <Form
      onSubmit={async () => {
        await onSend(good);
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
            placeholder={t("import.example")}
            controlClassName="font-mono text-sm"
            help={t("import.help", { roles: roles.map(({ label }) => label).join(", ") })}
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
          <BadRows rows={rows.filter(({ problem }) => problem !== null)} />
          <DialogActions>
            <Button onClick={onClose}>{t("cancel")}</Button>
            <Button
              type="submit"
              variant="primary"
              isBusy={isBusy}
              disabledReason={good.length === 0 ? t("import.nothing") : null}
            >
              {t("import.send", { count: good.length })}
            </Button>
          </DialogActions>
        </>
      )}
    </Form>
  );
}

/** Which rows will not be sent, and why. */
function BadRows({ rows }: { rows: readonly InviteRow[] }) {
  const { t } = useTranslation("people");
  if (rows.length === 0) return null;
  return (
    <div role="status" className="rounded-md bg-bad-soft p-3.5 text-sm">
      <p className="font-medium text-bad">{t("import.bad", { count: rows.length })}</p>
      <ul className="mt-1 max-h-40 overflow-y-auto">
        {rows.map(({ line, email, roleText, accountText, problem }) => (
          <li key={line} className="wrap-anywhere">
            {t("import.line", { line })}: {email ? `${email}, ` : null}
            {problem ? t(`import.problem.${problem}`, { role: roleText, account: accountText }) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ResultsProps {
  results: readonly InviteResult[];
  onClose: () => void;
  onAgain: () => void;
}

/** In the order of the table. */
function Results({ results, onClose, onAgain }: ResultsProps) {
  const { t } = useTranslation("people");
  const refused = results.filter(({ problem }) => problem !== null).length;
  return (
    <div className="flex flex-col gap-5">
      <p role="status" className="text-lg">
        {t("import.done", { done: results.length - refused, total: results.length })}
      </p>
      <ol className="max-h-80 overflow-y-auto border-line border-t">
        {results.map(({ row, problem }) => (
          <li key={row.line} className="flex items-start gap-3 border-line border-b py-2">
            {problem ? (
              <CircleX size={16} className="mt-0.5 shrink-0 text-bad" aria-hidden="true" />
            ) : (
              <CircleCheck size={16} className="mt-0.5 shrink-0 text-good" aria-hidden="true" />
            )}
            <span className="wrap-anywhere min-w-0 flex-1">{row.email}</span>
            <span className={problem ? "text-bad text-sm" : "text-ink-soft text-sm"}>
              {problem ?? t("import.invited")}
            </span>
          </li>
        ))}
      </ol>
      <DialogActions>
        {refused > 0 ? <Button onClick={onAgain}>{t("import.again")}</Button> : null}
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </DialogActions>
    </div>
  );
}
