using Lamina.Spike.Measuring;

namespace Lamina.Bench.Measuring;

/// <summary>One way of carrying messages, and what it gave.</summary>
/// <param name="Name">For people.</param>
/// <param name="LimitOf">The row that it is compared with, for each question; null: it is a limit itself.</param>
/// <param name="Open">What is measured; null where the question makes no sense here.</param>
internal sealed record Row(string Name, Func<Question, Row>? LimitOf, Func<Question, Task<IMeasured?>> Open)
{
    /// <summary>What it gave, round by round.</summary>
    public Dictionary<Question, List<Sample>> Samples { get; } = [];

    /// <summary>Why a question has no answer; null: there is one, or none is needed.</summary>
    public string? Failure { get; private set; }

    /// <summary>Opens it for a question; null: it cannot run, or need not.</summary>
    public async Task<IMeasured?> TryOpenAsync(Question question)
    {
        try
        {
            return await Open(question);
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or OperationCanceledException
            or System.Net.Sockets.SocketException or System.ComponentModel.Win32Exception)
        {
            Failure = failure.Message;
            return null;
        }
    }
}
