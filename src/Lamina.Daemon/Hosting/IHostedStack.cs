using Lamina.Daemon.Control;

namespace Lamina.Daemon.Hosting;

/// <summary>A stack that runs in this daemon.</summary>
public interface IHostedStack
{
    /// <summary>Its management.</summary>
    IStackControl Control { get; }

    /// <summary>Ends when the stack's loop has come round once; for who watches over it.</summary>
    /// <exception cref="InvalidOperationException">The stack has ended.</exception>
    Task AnswerAsync();

    /// <summary>Ends flows, IPC processes and the attach socket.</summary>
    /// <returns>What it still holds: nothing, or something leaked.</returns>
    ValueTask<ResourceUse> CloseAsync();
}
