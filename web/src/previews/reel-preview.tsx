import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Scene } from "~/api/types";
import { Mark, Sketch } from "./marks";
import { type TimedScene, toTimeline, totalSeconds } from "./storyboard";
import { formatRunningTime } from "./youtube-preview";
import "./previews.css";

interface ReelPreviewProps {
  author: string;
  title: string;
  scenes: readonly Scene[];
}

/** A reel as a film strip: one upright frame at a time, its words, and the scenes on a clock below. */
export function ReelPreview({ author, title, scenes }: ReelPreviewProps): ReactNode {
  const { t } = useTranslation("ideas");
  const timeline = toTimeline(scenes);
  const [wanted, setWanted] = useState(0);
  const [isPlaying, setIsPlaying] = useState(false);
  const current = Math.min(wanted, Math.max(0, timeline.length - 1));
  const scene = timeline[current];
  useSceneClock(isPlaying, scene, () => {
    if (current + 1 < timeline.length) setWanted(current + 1);
    else setIsPlaying(false);
  });
  if (!scene) {
    return (
      <p className="rounded-lg border border-dashed border-line text-ink-soft p-6 text-center text-sm">
        {t("preview.no_scenes")}
      </p>
    );
  }
  const play = () => {
    if (!isPlaying && current === timeline.length - 1) setWanted(0);
    setIsPlaying(!isPlaying);
  };
  return (
    <article aria-label={t("preview.label_reel")}>
      <div className="feed feed-dark mx-auto w-full max-w-[272px] rounded-[22px]">
        <Frame key={current} author={author} title={title} scene={scene} count={timeline.length} />
      </div>
      <div className="mx-auto mt-3 flex max-w-[420px] items-center gap-3">
        <button
          type="button"
          className="feed inline-flex size-10 shrink-0 cursor-pointer items-center justify-center rounded-full"
          aria-label={isPlaying ? t("preview.pause") : t("preview.play")}
          onClick={play}
        >
          <Mark name={isPlaying ? "pause" : "play"} size={18} />
        </button>
        <SceneClock timeline={timeline} current={current} onPick={setWanted} />
        <span className="shrink-0 text-xs tabular-nums">{formatRunningTime(totalSeconds(scenes))}</span>
      </div>
    </article>
  );
}

function Frame({ author, title, scene, count }: FrameProps): ReactNode {
  const { t } = useTranslation("ideas");
  return (
    <div className="relative aspect-[9/16]">
      <Sketch seed={`${author}${scene.index}${title}`} text="" className="absolute inset-0" />
      <p className="absolute start-3 top-3 feed-scrim rounded-full px-2 text-[11px] tabular-nums">
        {t("preview.scene", { n: scene.index + 1, count })} · {t("preview.seconds", { count: scene.seconds })}
      </p>
      <p className="absolute inset-x-4 top-12 text-[13px] leading-[18px] text-pretty">{scene.picture}</p>
      {scene.caption && (
        <p className="feed-caption absolute inset-x-4 top-1/2 text-center text-lg leading-6 font-bold text-balance">
          {scene.caption}
        </p>
      )}
      <div className="absolute inset-x-4 bottom-4 text-[12px] leading-4">
        <p className="font-semibold">{author}</p>
        {scene.voiceover && (
          <p className="mt-1 italic">
            <q>{scene.voiceover}</q>
          </p>
        )}
      </div>
    </div>
  );
}

interface FrameProps {
  author: string;
  title: string;
  scene: TimedScene;
  count: number;
}

function SceneClock({ timeline, current, onPick }: SceneClockProps): ReactNode {
  const { t } = useTranslation("ideas");
  return (
    <ol className="flex min-w-0 flex-1 gap-1" aria-label={t("preview.scenes")}>
      {timeline.map((scene) => (
        <li
          key={scene.index}
          className="min-w-4"
          style={{ flexGrow: Math.max(1, scene.seconds), flexBasis: 0 }}
        >
          <button
            type="button"
            className="group block w-full cursor-pointer py-3"
            aria-label={t("preview.scene_at", {
              n: scene.index + 1,
              at: formatRunningTime(scene.startsAt),
              picture: scene.picture,
            })}
            aria-current={scene.index === current ? "step" : undefined}
            onClick={() => onPick(scene.index)}
          >
            <span className="block h-1.5 rounded-full bg-current opacity-25 group-hover:opacity-60 group-aria-[current=step]:opacity-90" />
          </button>
        </li>
      ))}
    </ol>
  );
}

interface SceneClockProps {
  timeline: readonly TimedScene[];
  current: number;
  onPick: (index: number) => void;
}

/** Moves on when the scene's time is over. */
function useSceneClock(isPlaying: boolean, scene: TimedScene | undefined, onEnd: () => void): void {
  const seconds = scene?.seconds ?? 0;
  const index = scene?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock restarts for another scene, not for another callback
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(onEnd, Math.max(1, seconds) * 1_000);
    return () => clearTimeout(timer);
  }, [isPlaying, seconds, index]);
}
