import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "@/app/phone/App";
import { renewed } from "@/app/renewed";
import { liveBelow } from "@/lib/router";
import "@/lib/tokens.css";

const root = document.getElementById("root");
if (root === null) throw new Error("m.html has no #root");

liveBelow("/m");
renewed();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
