export function Wordmark() {
  return (
    <span className="inline-flex items-baseline gap-1 font-serif text-2xl tracking-[-0.01em]">
      Atelier
      <span aria-hidden="true" className="size-1.5 rounded-full bg-accent-fill" />
    </span>
  );
}
