using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory;

/// <summary>
/// Somebody who waits for a name to be known. A change of address ends the directory that was asked, and the name is registered
/// again under the new one: then the waiting goes on there.
/// </summary>
internal sealed class RegistrationWait(UnicastIpcProcess process, IDirectory asked, NameHash hash, IOutcomeSink sink) : IOutcomeSink
{
    public void HandleOutcome(Outcome outcome, Instant now)
    {
        if (!outcome.IsOk && process.HasMoved(hash, asked))
        {
            process.AwaitRegistration(hash, sink, now);
        }
        else
        {
            sink.HandleOutcome(outcome, now);
        }
    }
}
