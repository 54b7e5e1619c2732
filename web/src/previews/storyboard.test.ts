import { describe, expect, it } from "vitest";
import { toHandle } from "./instagram-preview";
import { hueOf, initials } from "./marks";
import { isTooMuchToSay, toTimeline, totalSeconds } from "./storyboard";
import { formatRunningTime } from "./youtube-preview";

const scene = (seconds: number, voiceover = "") => ({ seconds, voiceover, picture: "", caption: "" });

describe("storyboard", () => {
  it("puts scenes on one clock", () => {
    const timeline = toTimeline([scene(3), scene(5), scene(4)]);
    expect(timeline.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      [0, 3],
      [3, 8],
      [8, 12],
    ]);
    expect(totalSeconds([scene(3), scene(-2), scene(5)])).toBe(8);
  });

  it("notices a voice-over that does not fit its scene", () => {
    expect(isTooMuchToSay(scene(4, "Nine words that somebody can say in four seconds"))).toBe(false);
    expect(isTooMuchToSay(scene(2, "Nine words that nobody can say in two seconds"))).toBe(true);
    expect(isTooMuchToSay(scene(0))).toBe(false);
  });
});

describe("stand-ins", () => {
  it("writes running times", () => {
    expect([0, 9, 75, 600].map(formatRunningTime)).toEqual(["0:00", "0:09", "1:15", "10:00"]);
  });

  it("makes handles and initials out of names", () => {
    expect(toHandle("Café Müller & Söhne")).toBe("cafe.muller.sohne");
    expect(toHandle("…")).toBe("account");
    expect(initials("Hafen Rösterei GmbH")).toBe("HG");
    expect(initials("northlight")).toBe("N");
    expect(hueOf("same words")).toBe(hueOf("same words"));
  });
});
