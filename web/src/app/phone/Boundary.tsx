import { Component, type ReactNode } from "react";

import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/phone/Button";

/** What a page does not survive ends here: it says so, and begins anew. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const t = useShared();
  return (
    <main className="state" role="alert">
      <h1 className="state-title">{t.fault.what(null)}</h1>
      <p className="state-hint">{t.fault.how}</p>
      <Button
        look="primary"
        onClick={() => {
          location.assign("/m/");
        }}
      >
        {t.retry}
      </Button>
    </main>
  );
}
