using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Lamina.Core;

namespace Lamina.Tests.Api;

/// <summary>A flow as a stream.</summary>
public sealed class StreamTests
{
    private static readonly TimeSpan Patience = FlowPair.Patience;

    public static TheoryData<string> Kinds => FlowPair.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Megabytes_are_copied_both_ways_at_once_and_the_end_is_read_after_them(string kind)
    {
        await using FlowPair pair = await FlowPair.StartAsync(kind);
        byte[] there = RandomNumberGenerator.GetBytes((8 << 20) + 17);
        byte[] back = RandomNumberGenerator.GetBytes((5 << 20) + 1);
        Stream client = pair.Client.AsStream(leaveOpen: true);
        Stream server = pair.Server.AsStream(leaveOpen: true);
        var fromServer = new byte[back.Length];
        Task asking = Task.Run(async () =>
        {
            Task reading = client.ReadExactlyAsync(fromServer).AsTask();
            await client.WriteAsync(there);
            await reading;
            await pair.Client.CloseAsync();
        });
        Task<byte[]> answering = Task.Run(async () =>
        {
            Task writing = server.WriteAsync(back).AsTask();
            using var copy = new MemoryStream();
            // Ends where the stream does.
            await server.CopyToAsync(copy);
            await writing;
            return copy.ToArray();
        });
        await asking.WaitAsync(Patience);
        Assert.Equal(SHA256.HashData(there), SHA256.HashData(await answering.WaitAsync(Patience)));
        Assert.Equal(SHA256.HashData(back), SHA256.HashData(fromServer));
    }

    [Fact]
    public async Task Blocking_calls_are_the_same_stream()
    {
        await using FlowPair pair = await FlowPair.StartAsync("attached");
        Task<string> answering = Task.Run(() =>
        {
            using var reader = new StreamReader(pair.Server.AsStream());
            return reader.ReadToEnd();
        });
        using (var writer = new StreamWriter(pair.Client.AsStream(), new UTF8Encoding(false)))
        {
            for (int i = 0; i < 1000; i++)
            {
                writer.Write($"line {i}\n");
            }
        }

        string all = await answering.WaitAsync(Patience);
        Assert.Equal(1000, all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Bytes_do_not_know_the_messages_they_came_in()
    {
        await using FlowPair pair = await FlowPair.StartAsync("embedded");
        await using Stream stream = pair.Server.AsStream();
        pair.Client.Write("ab"u8);
        pair.Client.Write([]);
        pair.Client.Write("cdef"u8);
        await pair.Client.CloseAsync();
        byte[] buffer = new byte[3];
        Assert.Equal(2, await stream.ReadAsync(buffer));
        Assert.Equal(3, await stream.ReadAsync(buffer));
        Assert.Equal(1, stream.Read(buffer));
        Assert.Equal(0, await stream.ReadAsync(buffer));
        Assert.Equal(0, stream.Read(buffer));
    }

    [Fact]
    public async Task A_long_write_is_cut_into_messages()
    {
        await using FlowPair pair = await FlowPair.StartAsync("udp", QosSpec.BestEffort);
        int longest = pair.Client.MaxMessageSize;
        await pair.Client.AsStream(leaveOpen: true).WriteAsync(new byte[longest + 1]);
        byte[] buffer = new byte[longest];
        pair.Server.ReadTimeout = Patience;
        Assert.Equal(longest, (await pair.Server.ReadAsync(buffer)).Length);
        Assert.Equal(1, (await pair.Server.ReadAsync(buffer)).Length);
    }

    [Fact]
    public async Task An_empty_buffer_waits_for_bytes_and_takes_none()
    {
        await using FlowPair pair = await FlowPair.StartAsync("embedded");
        Stream stream = pair.Server.AsStream(leaveOpen: true);
        ValueTask<int> asking = stream.ReadAsync(Memory<byte>.Empty);
        pair.Client.Write([]);
        Assert.False(asking.IsCompleted);
        pair.Client.Write("x"u8);
        Assert.Equal(0, await asking.AsTask().WaitAsync(Patience));
        Assert.Equal('x', stream.ReadByte());
    }

    [Fact]
    public async Task Time_outs_and_cancellation_leave_it_usable()
    {
        await using FlowPair pair = await FlowPair.StartAsync("attached");
        Stream stream = pair.Server.AsStream(leaveOpen: true);
        Assert.True(stream is { CanTimeout: true, CanRead: true, CanWrite: true, CanSeek: false });
        Assert.Equal(Timeout.Infinite, stream.ReadTimeout);
        stream.ReadTimeout = 20;
        Assert.Equal(LaminaError.Timeout, Assert.Throws<LaminaException>(() => stream.ReadByte()).Error);
        stream.ReadTimeout = Timeout.Infinite;
        using var source = new CancellationTokenSource(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.ReadExactlyAsync(new byte[1], source.Token));
        pair.Client.Write("x"u8);
        Assert.Equal('x', stream.ReadByte());
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.WriteTimeout = 0);
        Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
    }

    [Fact]
    public async Task Disposing_closes_the_flow_unless_it_is_to_stay_open()
    {
        await using FlowPair pair = await FlowPair.StartAsync("embedded");
        Stream lent = pair.Client.AsStream(leaveOpen: true);
        await lent.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => lent.Write("x"u8));
        pair.Client.Write("x"u8);
        Stream owned = pair.Client.AsStream();
        await owned.DisposeAsync();
        await owned.DisposeAsync();
        Assert.Equal(CloseReason.Normal, pair.Client.CloseReason);
        Assert.Equal(LaminaError.Closed, Assert.Throws<LaminaException>(() => pair.Client.Write("x"u8)).Error);
        await using Stream server = pair.Server.AsStream();
        Assert.Equal('x', server.ReadByte());
        Assert.Equal(-1, server.ReadByte());
    }

    [Fact]
    public async Task A_flow_without_order_is_no_stream_and_says_what_to_do()
    {
        await using FlowPair pair = await FlowPair.StartAsync("embedded", QosSpec.Raw);
        foreach (Action make in new Action[] { () => pair.Client.AsStream(), () => pair.Client.AsPipe() })
        {
            var refused = Assert.Throws<LaminaException>(make);
            Assert.Equal(LaminaError.InvalidRequest, refused.Error);
            Assert.Contains("QosSpec.Data", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tls_runs_over_it()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=n", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await using FlowPair pair = await FlowPair.StartAsync("attached");
        await using var server = new SslStream(pair.Server.AsStream());
        await using var client = new SslStream(pair.Client.AsStream(), false, (_, found, _, _) => certificate.RawDataMemory.Span.SequenceEqual(found!.GetRawCertData()));
        Task serving = server.AuthenticateAsServerAsync(certificate);
        await client.AuthenticateAsClientAsync("n").WaitAsync(Patience);
        await serving.WaitAsync(Patience);
        byte[] sent = RandomNumberGenerator.GetBytes(1 << 20);
        byte[] received = new byte[sent.Length];
        Task writing = client.WriteAsync(sent).AsTask();
        await server.ReadExactlyAsync(received).AsTask().WaitAsync(Patience);
        await writing;
        Assert.Equal(sent, received);
    }
}
