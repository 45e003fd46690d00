import { Component, type ReactNode } from 'react';
import { ProblemPage } from './ProblemPage.tsx';

interface PageFaultProps {
  readonly children: ReactNode;
}

interface PageFaultState {
  readonly reason: string | undefined;
}

/** A fault of the page itself: says so, where React would leave an empty page. */
export class PageFault extends Component<PageFaultProps, PageFaultState> {
  override state: PageFaultState = { reason: undefined };

  static getDerivedStateFromError(error: unknown): PageFaultState {
    return { reason: String(error) };
  }

  override render(): ReactNode {
    const { reason } = this.state;
    if (reason === undefined) return this.props.children;
    return (
      <ProblemPage
        title="The page has stopped"
        reason={reason}
        advice="Your file is unharmed. Load the page again and open it once more: filter and packet stand in the address. Should it stop at the same place, please report it."
        buttons={[{ label: 'Load the page again', onClick: () => location.reload() }]}
      />
    );
  }
}
