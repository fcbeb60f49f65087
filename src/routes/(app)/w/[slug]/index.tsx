import { WorkspacePage } from "#/client/shell/workspace-page.tsx";

export default WorkspacePage;
