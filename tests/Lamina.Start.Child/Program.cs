using System.Globalization;
using Lamina.Daemon.Hosting.State;
using Lamina.Start.Child;

// DIRECTORY: says when it begins, opens the state directory, says who it is, and waits for its end.
// --kill N [SEED]: starts itself so and is killed N times at random moments; what the tests do some times, for as long as one likes.
if (args is ["--kill", { } count, ..])
{
    return await KillAsync(int.Parse(count, CultureInfo.InvariantCulture), args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1);
}

using (StackState warm = StackState.InMemory())
{
    // The loading of code takes longer than the writing that the kill is to hit.
}

Console.Out.WriteLine("begins");
Console.Out.Flush();
using StackState state = StackState.Open(args[0], TimeProvider.System);
Console.Out.WriteLine(state.Identity.Id.ToString());
Console.Out.Flush();
Console.In.ReadLine();
return 0;

static async Task<int> KillAsync(int count, int seed)
{
    DirectoryInfo root = Directory.CreateTempSubdirectory("lamina-");
    FirstStarts starts = new(root.FullName, seed);
    while (starts.Kills < count)
    {
        if (await starts.KillOnceAsync() is { } problem)
        {
            Console.Error.WriteLine($"after {starts.Kills} kills (seed {seed}): {problem}");
            return 1;
        }
    }

    root.Delete(recursive: true);
    Console.WriteLine($"{starts.Kills} kills in {starts.Directories} directories, {starts.Early} before the identity was there, {starts.Torn} while it was written: one identity each");
    return 0;
}
