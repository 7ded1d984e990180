using System.Diagnostics;

namespace Lamina.Start.Child;

/// <summary>Starts the child on directories of its own and kills it at random moments; says what is wrong, where something is.</summary>
/// <param name="root">Where the directories are made.</param>
/// <param name="seed">Of the moments.</param>
public sealed class FirstStarts(string root, int seed)
{
    private readonly Random _random = new(seed);
    private string _directory = "";
    private string? _known;
    private bool _isThere;

    // Milliseconds within which kills fall; follows the machine, so that about half of them come before the identity is there.
    private double _window = 60;

    /// <summary>Kills so far.</summary>
    public int Kills { get; private set; }

    /// <summary>Directories so far.</summary>
    public int Directories { get; private set; }

    /// <summary>Kills that came before the identity was there.</summary>
    public int Early { get; private set; }

    /// <summary>Kills that left a file half written.</summary>
    public int Torn { get; private set; }

    /// <summary>Starts, kills, looks.</summary>
    /// <returns>What is wrong; null: nothing.</returns>
    public async Task<string?> KillOnceAsync()
    {
        if (_directory.Length == 0)
        {
            _directory = Path.Combine(root, $"{Directories++}");
            _known = null;
            _isThere = false;
        }

        using Process child = Start(_directory);
        await child.StandardOutput.ReadLineAsync();
        Wait(TimeSpan.FromMilliseconds(_random.NextDouble() * _window));
        child.Kill();
        Kills++;
        string? said = await child.StandardOutput.ReadLineAsync();
        await child.WaitForExitAsync();
        string? problem = Judge(said);
        if (_isThere && _random.Next(2) == 0)
        {
            // Enough of this one.
            problem ??= await FinishAsync();
            _directory = "";
        }

        return problem;
    }

    /// <summary>What was said once stays, and what is on the disk stays there.</summary>
    private string? Judge(string? said)
    {
        if (said is not null && _known is not null && said != _known)
        {
            return $"{_directory}: it was {_known}, and said {said}";
        }

        _known ??= said;
        bool wasThere = _isThere;
        _isThere = File.Exists(Path.Combine(_directory, "identity.key"));
        Early += _isThere ? 0 : 1;
        Torn += File.Exists(Path.Combine(_directory, "identity.key.new")) ? 1 : 0;
        _window = Math.Clamp(_window * (_isThere ? 0.9 : 1.1), 2, 2000);
        return !_isThere && (wasThere || said is not null) ? $"{_directory}: {said ?? "an identity"} was in use and is not on the disk" : null;
    }

    /// <summary>A start that nobody kills finds the identity that was made.</summary>
    private async Task<string?> FinishAsync()
    {
        using Process child = Start(_directory);
        await child.StandardOutput.ReadLineAsync();
        string? said = await child.StandardOutput.ReadLineAsync();
        child.StandardInput.Close();
        await child.WaitForExitAsync();
        return said is null || (_known is not null && said != _known) ? $"{_directory}: it was {_known}, and is {said ?? "refused"}" : null;
    }

    private static Process Start(string directory)
    {
        ProcessStartInfo info = new(Path.Combine(AppContext.BaseDirectory, "Lamina.Start.Child"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // Kept, so that a failure is read where it happens.
            ArgumentList = { directory },
        };
        return Process.Start(info)!;
    }

    private static void Wait(TimeSpan time)
    {
        // Finer than a timer: the moments of interest are within milliseconds.
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            Thread.SpinWait(50);
        }
    }
}
