using Lamina.Core;
using Lamina.Daemon.Configuration.Steps;
using Lamina.Daemon.Configuration.Text;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Logging;
using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Configuration.Applying;

/// <summary>
/// Keeps a daemon as its configuration says. Either all of a file is in force or nothing of it: what fails half-way is taken
/// back over all stacks. One call at a time.
/// </summary>
internal sealed class ConfigurationHost(ConfigurationSource source, DaemonStacks stacks, ILogger log)
{
    private readonly Dictionary<string, StackApplier> _appliers = new(StringComparer.Ordinal);
    private volatile ConfigurationReport _report = new(source.File, DateTimeOffset.MinValue, []);

    /// <summary>The file, where nothing is wrong with it.</summary>
    /// <exception cref="ConfigurationException">All mistakes.</exception>
    public ConfigurationFile Read()
    {
        ConfigurationFile file = ConfigurationFile.Read(source.File);
        ConfigMistake[] tooLong = [.. file.Stacks.Where(stack => !source.Resolve(stack.Name).FitsSockets).Select(stack => new ConfigMistake(
            stack.Position, $"the sockets of stack \"{stack.Name}\" would have paths longer than {StackPaths.MaxSocketPath} bytes", "a shorter LAMINA_RUNTIME_DIR"))];
        file = file with { Mistakes = [.. file.Mistakes, .. tooLong] };
        return file.IsValid ? file : throw new ConfigurationException(file);
    }

    /// <summary>Applies the first file; a daemon that cannot does not start.</summary>
    /// <exception cref="ConfigurationException">A step failed; everything was taken back.</exception>
    public async Task ApplyFirstAsync(ConfigurationFile file)
    {
        if (await ApplyAsync(file) is { IsOk: false } failure)
        {
            throw new ConfigurationException(failure, []);
        }
    }

    /// <summary>Reads the file again. Whatever is wrong, the daemon goes on as before, and says so.</summary>
    public async Task ReloadAsync()
    {
        IReadOnlyList<string>? why = null;
        try
        {
            if (await ApplyAsync(Read()) is { IsOk: false } failure)
            {
                why = [failure.Hint.Length == 0 ? failure.Message : $"{failure.Message} (try: {failure.Hint})"];
                string sentence = why[0];
                log.RolledBack(sentence);
            }
        }
        catch (ConfigurationException wrong)
        {
            why = wrong.Mistakes;
            foreach (string mistake in wrong.Mistakes)
            {
                log.Refused(mistake);
            }
        }

        _report = _report with { ReloadedAt = DateTimeOffset.UtcNow, ReloadFailure = why };
    }

    /// <summary>No more attempts.</summary>
    public void Stop()
    {
        foreach (StackApplier applier in _appliers.Values)
        {
            applier.Stop();
        }
    }

    private async Task<Outcome> ApplyAsync(ConfigurationFile file)
    {
        Dictionary<string, IReadOnlyList<ConfigStep>> former =
            _appliers.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<ConfigStep>)[.. entry.Value.Applied]);
        List<RunningStack> started = [];
        Tally tally = new();
        Outcome outcome = await TryApplyAsync(file, started, tally);
        if (!outcome.IsOk)
        {
            await GoBackAsync(former, started, file.Path);
            return outcome;
        }

        // Last, when all the rest is in force: a file that is taken back changes nobody's rights.
        foreach (StackConfiguration wanted in file.Stacks)
        {
            stacks.Find(source.Resolve(wanted.Name).Directory)?.SetAccess(wanted.Access);
        }

        await EndUnnamedAsync(file);
        _report = new ConfigurationReport(source.File, DateTimeOffset.UtcNow, []);
        int waiting = _appliers.Values.Sum(applier => applier.Waiting.Count);
        log.Applied(source.File, tally.Done, tally.Undone, waiting);
        return Outcome.Ok;
    }

    private async Task<Outcome> TryApplyAsync(ConfigurationFile file, List<RunningStack> started, Tally tally)
    {
        foreach (StackConfiguration wanted in file.Stacks)
        {
            StackPaths paths = source.Resolve(wanted.Name);
            if (stacks.Find(paths.Directory) is not { } stack)
            {
                try
                {
                    stack = await stacks.StartAsync(paths, wanted.Access);
                    started.Add(stack);
                }
                catch (Exception failure) when (failure is StackBusyException or StackPlaceException or Hosting.State.StatePlaceException)
                {
                    return Outcome.Failed($"{file.Path}:{wanted.Position.Line}:{wanted.Position.Column}: {failure.Message}");
                }
            }

            if (await ApplierOf(stack).MoveToAsync(wanted.Steps, tally) is { } failed)
            {
                return failed.Describe(file.Path);
            }
        }

        return Outcome.Ok;
    }

    private async Task GoBackAsync(
        Dictionary<string, IReadOnlyList<ConfigStep>> former, List<RunningStack> started, string path)
    {
        foreach ((string directory, StackApplier applier) in _appliers)
        {
            if (await applier.MoveToAsync(former.GetValueOrDefault(directory, []), new Tally()) is { } stuck)
            {
                string why = stuck.Describe(path).Message;
                log.StuckHalfway(why);
            }
        }

        foreach (RunningStack stack in started)
        {
            await EndAsync(stack);
        }
    }

    /// <summary>What the file does not name any more: a stack that it made ends, with all that is in it; another one keeps what others did.</summary>
    private async Task EndUnnamedAsync(ConfigurationFile file)
    {
        HashSet<string> named = [.. file.Stacks.Select(stack => source.Resolve(stack.Name).Directory)];
        foreach ((string directory, StackApplier applier) in _appliers.Where(entry => !named.Contains(entry.Key)).ToArray())
        {
            if (await applier.MoveToAsync([], new Tally()) is { } stuck)
            {
                string why = stuck.Describe(file.Path).Message;
                log.StuckHalfway(why);
            }

            _appliers.Remove(directory);
            if (stacks.Find(directory) is { } stack && !stack.IsKept)
            {
                await stacks.StopAsync(stack);
            }
        }
    }

    private async Task EndAsync(RunningStack stack)
    {
        if (_appliers.Remove(stack.Paths.Directory, out StackApplier? applier))
        {
            applier.Stop();
        }

        await stacks.StopAsync(stack);
    }

    private StackApplier ApplierOf(RunningStack stack)
    {
        if (!_appliers.TryGetValue(stack.Paths.Directory, out StackApplier? applier))
        {
            applier = new StackApplier(stack.Paths.Name, stack.Control, log);
            _appliers.Add(stack.Paths.Directory, applier);
            stack.Configuration = () => _report with { Waiting = applier.Waiting };
        }

        return applier;
    }
}
