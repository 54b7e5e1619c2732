import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Scene } from "~/api/types";
import { isTooMuchToSay, totalSeconds } from "~/previews/storyboard";
import { formatRunningTime } from "~/previews/youtube-preview";
import { Button, IconButton } from "~/ui/button";
import { TextareaField, TextField } from "~/ui/field";
import { useEditor } from "./editor-context";

const SCENES_MAX = 40;
const NEW_SCENE: Scene = { seconds: 3, picture: "", voiceover: "", caption: "" };

/** The scenes of a reel, in order. */
export function SceneFields() {
  const { t } = useTranslation("ideas");
  const { content, change } = useEditor();
  const { scenes } = content;
  const put = (next: Scene[]) => change({ ...content, scenes: next });
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft text-sm tabular-nums">
        {t("scene.total", { time: formatRunningTime(totalSeconds(scenes)) })}
      </p>
      <ol className="flex flex-col gap-4">
        {scenes.map((scene, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a scene is its place in the reel and has no other identity
          <li key={index}>
            <SceneCard
              scene={scene}
              index={index}
              count={scenes.length}
              onChange={(next) => put(scenes.with(index, next))}
              onMove={(to) => put(move(scenes, index, to))}
              onRemove={() => put(scenes.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ol>
      {scenes.length < SCENES_MAX ? (
        <Button
          className="self-start"
          icon={<Plus size={15} aria-hidden="true" />}
          onClick={() => put([...scenes, NEW_SCENE])}
        >
          {t("scene.add")}
        </Button>
      ) : null}
    </div>
  );
}

interface SceneCardProps {
  scene: Scene;
  index: number;
  count: number;
  onChange: (scene: Scene) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

function SceneCard({ scene, index, count, onChange, onMove, onRemove }: SceneCardProps) {
  const { t } = useTranslation("ideas");
  const n = index + 1;
  const icon = { size: 15, "aria-hidden": true } as const;
  const name = (field: string) => `scene.${index}.${field}`;
  return (
    <fieldset className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
      <legend className="sr-only">{t("scene.title", { n })}</legend>
      <div className="flex items-center gap-1">
        <p aria-hidden="true" className="flex-1 font-serif text-lg">
          {t("scene.title", { n })}
        </p>
        {index > 0 ? (
          <IconButton
            size="sm"
            label={t("scene.up", { n })}
            icon={<ArrowUp {...icon} />}
            onClick={() => onMove(index - 1)}
          />
        ) : null}
        {index < count - 1 ? (
          <IconButton
            size="sm"
            label={t("scene.down", { n })}
            icon={<ArrowDown {...icon} />}
            onClick={() => onMove(index + 1)}
          />
        ) : null}
        <IconButton
          size="sm"
          label={t("scene.remove", { n })}
          icon={<Trash2 {...icon} />}
          onClick={onRemove}
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-[6rem_1fr]">
        <TextField
          name={name("seconds")}
          label={t("scene.seconds")}
          type="number"
          inputMode="numeric"
          min={1}
          max={900}
          value={String(scene.seconds)}
          onChange={(event) =>
            onChange({
              ...scene,
              seconds: Math.min(900, Math.max(1, Math.round(Number(event.target.value) || 1))),
            })
          }
        />
        <TextField
          name={name("caption")}
          label={t("scene.caption")}
          isOptional
          value={scene.caption}
          maxLength={500}
          onChange={(event) => onChange({ ...scene, caption: event.target.value })}
        />
      </div>
      <TextareaField
        name={name("picture")}
        label={t("scene.picture")}
        rows={2}
        value={scene.picture}
        maxLength={1000}
        onChange={(event) => onChange({ ...scene, picture: event.target.value })}
      />
      <TextareaField
        name={name("voiceover")}
        label={t("scene.voiceover")}
        isOptional
        rows={2}
        value={scene.voiceover}
        maxLength={1000}
        help={isTooMuchToSay(scene) ? <span className="text-warn">{t("scene.too_much")}</span> : undefined}
        onChange={(event) => onChange({ ...scene, voiceover: event.target.value })}
      />
    </fieldset>
  );
}

function move(scenes: readonly Scene[], from: number, to: number): Scene[] {
  const moved = scenes[from];
  return moved ? scenes.toSpliced(from, 1).toSpliced(to, 0, moved) : [...scenes];
}
