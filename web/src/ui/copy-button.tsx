import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, type ButtonVariant } from "~/ui/button";
import { toast } from "~/ui/toast-store";

interface CopyButtonProps {
  text: string;
  /** What is copied, where the button stands alone. */
  label?: string;
  variant?: ButtonVariant;
  size?: "sm" | "md";
}

/** Copies a text and says so. */
export function CopyButton({ text, label, variant = "secondary", size = "md" }: CopyButtonProps) {
  const { t } = useTranslation("ui");
  const [isCopied, setIsCopied] = useState(false);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
      toast.success(t("copy.done"));
    } catch {
      // Blocked by the browser or by an address without TLS; the text beside it can be copied by hand.
      toast.error(t("copy.failed"));
    }
  }

  const Icon = isCopied ? Check : Copy;
  return (
    <Button
      variant={variant}
      size={size}
      icon={<Icon size={size === "sm" ? 13 : 15} aria-hidden="true" />}
      onClick={() => void copy()}
    >
      {label ?? t("copy.do")}
    </Button>
  );
}
