import { Check, Copy, Mail } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccessLinkWithToken } from "~/api/types";
import { paths } from "~/paths";
import { Button, buttonClass } from "~/ui/button";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

interface LinkReadyProps {
  link: AccessLinkWithToken;
  campaignName: string;
}

/** The address of a new link: shown this one time, so that it can be copied or mailed. */
export function LinkReady({ link, campaignName }: LinkReadyProps) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const url = addressOf(link);
  const subject = t("links.mail_subject", { campaign: campaignName });
  const body = t("links.mail_body", {
    name: link.audience_name,
    campaign: campaignName,
    url,
    date: format.date(link.expires_at),
  });
  const mail = `mailto:${link.audience_email ?? ""}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  return (
    <div className="flex flex-col gap-3 rounded-md border border-accent-line bg-accent-soft p-4">
      <p className="font-medium text-ink">{t("links.created")}</p>
      <input
        readOnly
        aria-label={t("links.created")}
        className="control font-mono text-sm"
        value={url}
        onFocus={(event) => event.target.select()}
      />
      <div className="flex flex-wrap items-center gap-2">
        <CopyButton text={url} />
        <a href={mail} className={buttonClass("secondary", "md")}>
          <Mail size={15} aria-hidden="true" />
          {t("links.mail")}
        </a>
      </div>
      <p className="text-ink-soft text-sm">{t("links.once")}</p>
    </div>
  );
}

function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation("campaigns");
  const [isCopied, setIsCopied] = useState(false);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
      toast.success(t("links.copied"));
    } catch {
      // Blocked by the browser or by an address without TLS; the field above can be copied by hand.
      toast.error(t("links.copy_failed"));
    }
  }

  const Icon = isCopied ? Check : Copy;
  return (
    <Button variant="primary" icon={<Icon size={15} aria-hidden="true" />} onClick={() => void copy()}>
      {t("links.copy")}
    </Button>
  );
}

/** The server writes the address as it knows itself; seen through this page, its own origin is the right one. */
function addressOf({ token }: AccessLinkWithToken): string {
  return new URL(paths.reviewLink(token), window.location.origin).href;
}
