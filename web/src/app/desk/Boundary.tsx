import { Component, type ReactNode } from "react";

import { Broken } from "@/app/desk/Broken";

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
