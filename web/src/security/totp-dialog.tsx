import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "~/api/keys";
import { beginTotp, confirmTotp } from "~/security/acts";
import { RecoveryCodeSheet } from "~/security/recovery-code-sheet";
import type { TotpEnrolment } from "~/security/types";
import { Button } from "~/ui/button";
import { CodeField } from "~/ui/code-field";
import { CopyButton } from "~/ui/copy-button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { Form, textOf } from "~/ui/form";
import { ProblemNotice } from "~/ui/problem-notice";
import { Skeleton } from "~/ui/skeleton";

/** Ties an authenticator app to the account: a secret to scan, a code to show that it works, codes to keep. */
export function TotpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("security");
  const queries = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  async function confirm(code: string): Promise<void> {
    const { recovery_codes } = await confirmTotp(code);
    setCodes(recovery_codes);
    await queries.invalidateQueries({ queryKey: keys.security });
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      isPrecious={codes !== null}
      title={t(codes ? "codes.keep_title" : "totp.add")}
      description={t(codes ? "codes.keep" : "totp.lead")}
    >
      {codes ? (
        <RecoveryCodeSheet codes={codes} onDone={onClose} />
      ) : (
        <Enrolment onConfirm={confirm} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface EnrolmentProps {
  onConfirm: (code: string) => Promise<void>;
  onClose: () => void;
}

function Enrolment({ onConfirm, onClose }: EnrolmentProps) {
  const { t } = useTranslation(["security", "ui"]);
  // A secret of its own for each time the dialog is opened; nothing of it stays.
  const { data: enrolment, error } = useQuery({
    queryKey: ["totp-enrolment"] as const,
    queryFn: beginTotp,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (error) return <ProblemNotice error={error} />;
  if (!enrolment) return <Skeleton className="h-64 w-full" />;
  return (
    <Form onSubmit={(values) => onConfirm((textOf(values, "code") ?? "").replaceAll(" ", ""))}>
      {({ isBusy }) => (
        <>
          <Secret enrolment={enrolment} />
          <CodeField />
          <DialogActions>
            <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              {t("security:totp.confirm")}
            </Button>
          </DialogActions>
        </>
      )}
    </Form>
  );
}

function Secret({ enrolment }: { enrolment: TotpEnrolment }) {
  const { t } = useTranslation("security");
  return (
    <div className="flex flex-col items-center gap-6 sm:flex-row sm:items-start">
      {/* Scanners want dark on light, in either theme. */}
      <img
        src={`data:image/svg+xml,${encodeURIComponent(enrolment.qr_svg)}`}
        alt={t("totp.qr")}
        width={176}
        height={176}
        className="size-44 shrink-0 rounded-md border border-line bg-[#fff] p-2"
      />
      <div className="flex min-w-0 flex-col items-start gap-3">
        <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-ink-soft">
          <li>{t("totp.step_open")}</li>
          <li>{t("totp.step_scan")}</li>
          <li>{t("totp.step_code")}</li>
        </ol>
        <p className="text-ink-faint text-sm">{t("totp.by_hand")}</p>
        <code className="select-all break-words rounded-sm bg-sunken px-2 py-1 text-sm">
          {grouped(enrolment.secret)}
        </code>
        <CopyButton text={enrolment.secret} size="sm" label={t("totp.copy_secret")} />
      </div>
    </div>
  );
}

/** In fours, as it is read out and typed. */
function grouped(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}
