using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Node.Attach;

/// <summary>A binding under way for an attached process.</summary>
internal sealed class SessionListen(AttachSession session, uint request, Name name) : IOutcomeSink
{
    public void HandleOutcome(Outcome outcome, Instant now) => session.CompleteListen(request, name, outcome, now);
}
