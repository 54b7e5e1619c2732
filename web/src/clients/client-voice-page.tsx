import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Voice } from "~/api/types";
import { voiceQuery } from "~/clients/queries";
import { paths } from "~/paths";
import { Figure, Section } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { ButtonLink } from "~/ui/link";
import { useFormat } from "~/ui/use-format";

export function ClientVoicePage() {
  const { t } = useTranslation("clients");
  const { clientId } = useParams({ from: "/shell/clients/$clientId/voice" });
  const { data: voice } = useSuspenseQuery(voiceQuery(clientId));
  if (voice) return <VoiceSheet voice={voice} />;
  return (
    <EmptyState
      title={t("voice.empty_title")}
      action={
        <ButtonLink to={paths.clientExercises(clientId)} variant="primary">
          {t("voice.empty_action")}
        </ButtonLink>
      }
    >
      {t("voice.empty")}
    </EmptyState>
  );
}

function VoiceSheet({ voice }: { voice: Voice }) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  return (
    <div className="flex flex-col gap-10">
      <div>
        <p className="max-w-3xl font-serif text-2xl text-ink text-pretty">{voice.summary}</p>
        {voice.tone.length > 0 ? (
          <ul aria-label={t("voice.tone")} className="mt-5 flex flex-wrap gap-2">
            {voice.tone.map((word) => (
              <li
                key={word}
                className="rounded-full bg-accent-soft px-3 py-1 font-medium text-accent text-sm"
              >
                {word}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {voice.samples_count > 0 ? (
        <dl className="grid grid-cols-2 gap-x-8 gap-y-6 border-line border-y py-6 lg:grid-cols-4">
          <Figure label={t("voice.samples")} value={format.number(voice.samples_count)} />
          <Figure
            label={t("voice.sentence")}
            value={format.number(voice.avg_sentence_words)}
            note={t("voice.words")}
          />
          <Figure
            label={t("voice.emoji")}
            value={format.number(voice.emoji_per_100_words)}
            note={t("voice.per_100")}
          />
          <Figure
            label={t("voice.hashtags")}
            value={format.number(voice.hashtags_per_post)}
            note={t("voice.per_post")}
          />
        </dl>
      ) : null}
      <div className="grid gap-10 md:grid-cols-[2fr_1fr_1fr]">
        <Section title={t("voice.audience")}>
          <p className="whitespace-pre-line text-ink-soft">{voice.audience || t("voice.not_said")}</p>
        </Section>
        <Rules
          title={t("voice.dos")}
          rules={voice.dos}
          mark={<Check size={15} className="mt-0.5 shrink-0 text-good" aria-hidden="true" />}
        />
        <Rules
          title={t("voice.donts")}
          rules={voice.donts}
          mark={<X size={15} className="mt-0.5 shrink-0 text-bad" aria-hidden="true" />}
        />
      </div>
      <p className="text-ink-faint text-sm">
        {t("voice.compiled", { n: voice.version, when: format.dateTime(voice.compiled_at) })}
      </p>
    </div>
  );
}

function Rules({ title, rules, mark }: { title: string; rules: readonly string[]; mark: ReactNode }) {
  const { t } = useTranslation("clients");
  return (
    <Section title={title}>
      {rules.length > 0 ? (
        <ul className="flex flex-col gap-2">
          {rules.map((rule) => (
            <li key={rule} className="flex gap-2.5">
              {mark}
              {rule}
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-ink-soft">{t("voice.not_said")}</p>
      )}
    </Section>
  );
}
