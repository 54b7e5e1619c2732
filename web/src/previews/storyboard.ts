import type { Scene } from "~/api/types";

/** A scene with its place on the reel's clock, in seconds. */
export interface TimedScene extends Scene {
  index: number;
  startsAt: number;
  endsAt: number;
}

export function toTimeline(scenes: readonly Scene[]): TimedScene[] {
  let clock = 0;
  return scenes.map((scene, index) => {
    const startsAt = clock;
    clock += Math.max(0, scene.seconds);
    return { ...scene, index, startsAt, endsAt: clock };
  });
}

export function totalSeconds(scenes: readonly Scene[]): number {
  return scenes.reduce((sum, scene) => sum + Math.max(0, scene.seconds), 0);
}

/** Words a minute of a calm voice-over; faster than this and a scene cannot be spoken in its time. */
const WORDS_PER_MINUTE_MAX = 180;

export function isTooMuchToSay(scene: Scene): boolean {
  const words = scene.voiceover.trim().split(/\s+/u).filter(Boolean).length;
  return words > 0 && words > (Math.max(0, scene.seconds) / 60) * WORDS_PER_MINUTE_MAX;
}
