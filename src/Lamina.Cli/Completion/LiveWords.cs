using Lamina.Cli.Doctor.Facts;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Completion;

/// <summary>Words that the stack of the line knows at this moment; none where it cannot be asked in time.</summary>
/// <param name="context">The world around.</param>
/// <param name="stack">The stack.</param>
/// <param name="patience">How long to wait for its answer.</param>
/// <param name="cancel">Gives up.</param>
internal sealed class LiveWords(CliContext context, StackPaths stack, TimeSpan patience, CancellationToken cancel)
{
    /// <summary>Nobody waits longer for a Tab.</summary>
    public static readonly TimeSpan ForCompletion = TimeSpan.FromMilliseconds(300);

    /// <summary>Who hears that something failed wants to know why: a daemon's first answer takes a second on a small machine.</summary>
    public static readonly TimeSpan ForSuggestion = TimeSpan.FromSeconds(3);

    public Task<IEnumerable<Candidate>> IpcpsAsync() => AskAsync(
        (control, stop) => control.ListIpcpsAsync(stop),
        list => list.Ipcps.Select(ipcp => new Candidate(ipcp.Name, ipcp.Layer is { } layer ? $"{ipcp.Type}, layer {layer}" : ipcp.Type)));

    public Task<IEnumerable<Candidate>> LayersAsync() => AskAsync(
        (control, stop) => control.ListIpcpsAsync(stop),
        list => list.Ipcps.Where(ipcp => ipcp.Layer is not null).Select(ipcp => new Candidate(ipcp.Layer!, ipcp.Type)));

    public Task<IEnumerable<Candidate>> NamesAsync() => AskAsync(
        (control, stop) => control.ListNamesAsync(stop),
        list => list.Names.Select(name => new Candidate(name.Name, string.Join(", ", name.Bindings))));

    public IEnumerable<Candidate> Stacks() => StackChoice.List(context).Select(found => new Candidate(found.Name));

    private async Task<IEnumerable<Candidate>> AskAsync<T>(
        Func<IStackControl, CancellationToken, ValueTask<Answer<T>>> ask, Func<T, IEnumerable<Candidate>> read)
        where T : class
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(patience);
        IStackControl control = context.OpenControl(stack);
        using IDisposable? owned = control as IDisposable;
        try
        {
            Answer<T> answer = await ask(control, late.Token).AsTask().WaitAsync(late.Token);
            return answer.IsOk ? read(answer.Value).DistinctBy(candidate => candidate.Word) : [];
        }
        catch (Exception failure) when (failure is DaemonUnreachableException or OperationCanceledException)
        {
            return [];
        }
    }
}
