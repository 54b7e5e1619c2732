import { Eye, Lock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Comment } from "~/api/types";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { TextareaField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { SegmentedControl } from "~/ui/segmented-control";
import { toast } from "~/ui/toast-store";
import type { PendingComment } from "./editor-context";
import { useAddComment } from "./use-idea-mutations";
import { usePlaceName } from "./use-place-name";

interface CommentComposerProps {
  ideaId: string;
  pending: PendingComment;
  onDropPassage: () => void;
  onDone: () => void;
}

type Visibility = Comment["visibility"];

/** A new comment. Who will see it is chosen first and colours the whole box. */
export function CommentComposer({ ideaId, pending, onDropPassage, onDone }: CommentComposerProps) {
  const { t } = useTranslation("ideas");
  const may = useMay();
  const placeName = usePlaceName();
  const add = useAddComment(ideaId);
  const canBeInternal = may("comment.create_internal");
  const [visibility, setVisibility] = useState<Visibility>(canBeInternal ? "internal" : "client");
  const [sentCount, setSentCount] = useState(0);
  const { anchor } = pending;
  const isInternal = visibility === "internal";
  const icon = { size: 13, "aria-hidden": true } as const;

  async function send(values: FormData): Promise<void> {
    const body = textOf(values, "body");
    if (!body) return;
    await add.mutateAsync({ body, visibility, anchor: anchor ?? undefined });
    toast.success(t("comments.sent"));
    setSentCount(sentCount + 1);
    onDone();
  }

  return (
    <Form
      key={sentCount}
      onSubmit={send}
      className={cx(
        "flex flex-col gap-3 rounded-md border p-3.5",
        isInternal ? "border-line bg-sunken" : "border-accent-line bg-accent-soft",
      )}
    >
      {({ isBusy }) => (
        <>
          {canBeInternal ? (
            <div>
              <SegmentedControl<Visibility>
                label={t("comments.visibility")}
                value={visibility}
                onChange={setVisibility}
                options={[
                  { value: "internal", label: t("comments.internal_hint"), icon: <Lock {...icon} /> },
                  { value: "client", label: t("comments.client_hint"), icon: <Eye {...icon} /> },
                ]}
              />
            </div>
          ) : null}
          {anchor ? (
            <div className="flex flex-col items-start gap-1 border-warn border-l-2 pl-3 text-sm">
              <p className="text-ink-soft">{placeName(anchor)}</p>
              <blockquote className="line-clamp-3">
                <q>{anchor.quote}</q>
              </blockquote>
              <button type="button" className="text-accent underline" onClick={onDropPassage}>
                {t("comments.drop_passage")}
              </button>
            </div>
          ) : null}
          <TextareaField
            // A passage was just chosen: the words come next.
            autoFocus={anchor !== null}
            key={anchor?.quote ?? ""}
            name="body"
            label={t("comments.placeholder")}
            isLabelHidden
            placeholder={t("comments.placeholder")}
            required
            maxLength={4000}
            rows={2}
          />
          <Button type="submit" size="sm" variant="primary" className="self-end" isBusy={isBusy}>
            {t("comments.add")}
          </Button>
        </>
      )}
    </Form>
  );
}
