/** A sign to press beside one of many things: the browser's own button, because there are hundreds of them. */
export function SmallAct(props: { label: string; disabled?: boolean; onClick: () => void; children: string }) {
  const { label, disabled = false, onClick, children } = props;
  return (
    <button
      type="button"
      className="design-small"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
