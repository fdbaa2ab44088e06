import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import "@/lib/tokens.css";

const root = document.getElementById("root");
if (root === null) throw new Error("c.html has no #root");

createRoot(root).render(<StrictMode />);
