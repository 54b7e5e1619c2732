import type { ReactNode } from "react";
import type { Channel } from "~/api/types";
import { cx } from "~/ui/class-names";

/** Names of products are the same in every language. */
export const CHANNEL_NAMES: Record<Channel, string> = {
  linkedin: "LinkedIn",
  instagram: "Instagram",
  youtube: "YouTube",
  x: "X",
  spotify: "Spotify",
  soundcloud: "SoundCloud",
};

export const CHANNELS = Object.keys(CHANNEL_NAMES) as Channel[];

const HUES: Record<Channel, string> = {
  linkedin: "text-linkedin",
  instagram: "text-instagram",
  youtube: "text-youtube",
  x: "text-x",
  spotify: "text-spotify",
  soundcloud: "text-soundcloud",
};

/** Our own plain marks, drawn on one grid; they hint at a channel and do not copy its logo. */
const MARKS: Record<Channel, ReactNode> = {
  linkedin: (
    <>
      <rect x="2" y="2" width="12" height="12" rx="2.5" />
      <path d="M5.2 7.200v3.800M5.2 5v.01M8 11V7.200M8 8.800c0-2 3-2.2 3 0V11" />
    </>
  ),
  instagram: (
    <>
      <rect x="2" y="2" width="12" height="12" rx="4" />
      <circle cx="8" cy="8" r="2.6" />
      <path d="M11.3 4.700v.01" />
    </>
  ),
  youtube: (
    <>
      <rect x="1.5" y="3.5" width="13" height="9" rx="3" />
      <path d="M7 6.300v3.400L9.8 8z" fill="currentColor" />
    </>
  ),
  x: <path d="M3.5 3.500l9 9M12.5 3.500l-9 9" />,
  spotify: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M4.8 6.300c2.3-.7 4.6-.4 6.6.7M5.3 8.500c1.8-.5 3.7-.3 5.2.6M5.8 10.500c1.3-.3 2.7-.2 3.8.5" />
    </>
  ),
  soundcloud: (
    <path d="M2 8.500v2.500M4.2 7v4M6.4 5.500V11M8.6 4.800V11h3.600a2 2 0 0 0 .1-4 3.3 3.3 0 0 0-3.7-2.2" />
  ),
};

interface ChannelMarkProps {
  channel: Channel;
  /** The name is written beside it already. */
  isDecorative?: boolean;
  size?: number;
}

export function ChannelMark({ channel, isDecorative = false, size = 16 }: ChannelMarkProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cx("shrink-0", HUES[channel])}
      role={isDecorative ? undefined : "img"}
      aria-hidden={isDecorative || undefined}
      aria-label={isDecorative ? undefined : CHANNEL_NAMES[channel]}
    >
      {isDecorative ? null : <title>{CHANNEL_NAMES[channel]}</title>}
      {MARKS[channel]}
    </svg>
  );
}

export function ChannelChip({ channel }: { channel: Channel }) {
  return (
    <span className="inline-flex items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 py-0.5 text-ink-soft text-sm">
      <ChannelMark channel={channel} isDecorative size={14} />
      {CHANNEL_NAMES[channel]}
    </span>
  );
}

export function ChannelMarks({ channels }: { channels: readonly Channel[] }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {channels.map((channel) => (
        <ChannelMark key={channel} channel={channel} />
      ))}
    </span>
  );
}
