import { configure } from "@solidjs/testing-library";

// Parts that are loaded when used come in their own time: a test waits for what it looks for, on slow machines too.
configure({ asyncUtilTimeout: 15_000 });
